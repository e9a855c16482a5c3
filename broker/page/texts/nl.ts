import type { Texts } from './en';

/** Every text of the page, in Dutch. */
export const nl: Texts = {
	language: 'nl',
	document: {
		title: 'Een verzoek om toegangsgegevens',
		description:
			'Een verzoek om toegangsgegevens, van begin tot eind versleuteld. Open het alleen als u het had verwacht.',
		noScript: {
			heading: 'Deze pagina heeft JavaScript nodig',
			text: 'Wat u invoert, wordt in uw browser versleuteld voordat het uw apparaat verlaat, en dat kan alleen een script.',
			next: 'Sta JavaScript toe voor deze pagina en laad de pagina opnieuw, of open de link in een andere browser.',
		},
	},
	links: { imprint: 'Colofon', privacy: 'Privacyverklaring' },
	languageSwitch: {
		label: 'Taal',
		failed: 'Deze taal kon niet worden geladen. Er is niets verloren gegaan.',
	},

	timeLeft: (clock) => `nog ${clock}`,
	announceLeft: (duration) => `Nog ${duration}.`,

	how: {
		heading: 'Zo werkt het',
		steps: [
			{
				title: 'Hier versleuteld',
				text: 'Wat u invoert, wordt in deze browser versleuteld voordat het uw apparaat verlaat.',
			},
			{
				title: 'Alleen de afzender kan het openen',
				text: 'Alleen wie het verzoek heeft gestuurd, heeft de sleutel. De dienst ertussen geeft een verzegelde envelop door.',
			},
			{
				title: 'Eén keer, en niet voor lang',
				text: 'De link kan één keer worden geopend en verloopt na enkele minuten. Daarna wordt niets bewaard.',
			},
		],
	},

	button: {
		retry: 'Nu opnieuw proberen',
		typeCode: 'In plaats daarvan een code invoeren',
		decline: 'Weigeren',
	},

	trouble: {
		'no-connection': {
			title: 'Geen verbinding',
			text: 'De dienst is vanaf dit apparaat niet bereikbaar. Er is niets verloren gegaan.',
		},
		unavailable: {
			title: 'De dienst is even niet beschikbaar',
			text: 'Meestal is dat binnen een minuut voorbij. Er is niets verloren gegaan.',
		},
		'rate-limited': {
			title: 'Te veel pogingen voor dit moment',
			text: 'De dienst vraagt dit netwerk te wachten. Er is niets verloren gegaan.',
		},
		again: (when) => `Nieuwe poging ${when}.`,
		now: 'Nieuwe poging…',
	},

	development: 'Lokale ontwikkeling: de verbinding is niet versleuteld.',

	loading: { heading: 'Het verzoek wordt geopend', text: 'Een ogenblik.' },

	enterCode: {
		heading: 'Voer uw code in',
		text: 'U vindt hem in het bericht waarin u werd gevraagd hierheen te gaan.',
		label: 'Code',
		help: 'Acht letters en cijfers, bijvoorbeeld ABCD‑1234. U kunt ook het hele bericht plakken.',
		submit: 'Doorgaan',
		busy: 'Bezig met zoeken…',
		problem: {
			'not-a-code':
				'Dit is geen volledige code. Een code heeft acht letters en cijfers, bijvoorbeeld ABCD‑1234.',
			'not-open':
				'Onder deze code staat geen verzoek open. Misschien is hij verkeerd getypt, verlopen of al ergens anders geopend.',
		},
	},

	notOpen: {
		heading: 'Deze link is niet open',
		text: 'Misschien is hij al gebruikt, verlopen of niet helemaal gekopieerd.',
		next: 'Als u het verzoek nog wilt beantwoorden, vraag de afzender dan om een nieuwe link.',
	},

	insecure: {
		heading: 'Deze pagina is niet veilig',
		text: 'De pagina is geopend zonder versleutelde verbinding, zodat anderen haar onderweg kunnen lezen of wijzigen. Hier kan niets worden ingevoerd.',
		next: 'Vraag de afzender om een link die met https begint.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Stop: dit is niet de juiste sleutel',
			text: 'Uw link noemt de sleutel die uw antwoord mag openen. Deze pagina heeft een andere gekregen. Misschien probeert iemand te lezen wat u invoert.',
			next: 'Gebruik deze link niet. Laat de afzender via een kanaal dat u vertrouwt weten dat de sleutel niet klopt.',
		},
		malformed: {
			heading: 'Stop: de link is beschadigd',
			text: 'Het einde van de link, dat zegt welke sleutel uw antwoord mag openen, is onvolledig of gewijzigd. Zonder dat einde kan niemand weten wie zou lezen wat u invoert.',
			next: 'Kopieer de hele link nog eens uit uw bericht. Ziet hij er hetzelfde uit, vraag de afzender dan om een nieuwe.',
		},
		nothingSent: 'Er is niets verzonden.',
	},

	unsupported: {
		heading: 'Deze pagina kan het verzoek niet beantwoorden',
		text: 'Het verzoek vraagt om een manier van aanmelden die deze pagina niet kent. Er is niets verzonden.',
		next: 'Vraag de afzender de toegangsgegevens op een andere manier aan te vragen.',
	},

	request: {
		heading: 'Wat de afzender zegt',
		who: 'Wie het vraagt',
		what: 'Voor',
		why: 'Waarom',
		where: 'Gaat alleen naar',
		nameless: 'Geen naam opgegeven',
		verified: 'Bevestigd',
		notVerified: 'Niet bevestigd',
		verifiedHelp: 'De dienst kent deze afzender.',
		notVerifiedHelp: 'Niemand heeft deze naam gecontroleerd.',
		namelessHelp: 'Wees er zeker van dat u weet wie het is.',
	},

	key: {
		verified: 'Sleutel gecontroleerd',
		verifiedHelp: 'Het is de sleutel die uw link noemt.',
		notPinned: 'Sleutel niet vergeleken',
		notPinnedHelp: 'Geen link noemde een sleutel, dus er was niets om mee te vergelijken.',
	},

	check: {
		heading: 'Had u dit verwacht?',
		question: 'Is dit de code in uw bericht?',
		advice:
			'Ga alleen verder als u hierop wachtte. Achter een onverwacht verzoek kan iemand zitten die uw toegangsgegevens wil bemachtigen.',
		yes: 'Ja, hij klopt',
		no: 'Dit had ik niet verwacht',
		busy: { confirm: 'Het formulier wordt geopend…', decline: 'Wordt geweigerd…' },
	},

	report: {
		open: 'Dit verzoek melden',
		heading: 'Dit verzoek melden?',
		text: 'Doe dit als iemand u misschien probeert te misleiden.',
		effects: [
			'Het verzoek eindigt meteen en de link werkt niet meer.',
			'De afzender krijgt te horen dat het verzoek is gemeld.',
			'De melding wordt vastgelegd voor de beheerders van deze dienst.',
			'Niets van wat u hebt ingevoerd, wordt verzonden.',
		],
		yes: 'Melden en beëindigen',
		no: 'Terug',
		busy: 'Wordt gemeld…',
	},

	openedElsewhere: {
		heading: 'Deze link is al ergens anders geopend',
		text: 'Elke link kan één keer worden geopend. Was u dat zelf, in een ander tabblad, een andere browser of op een ander apparaat, ga dan daar verder.',
		next: 'Was u het niet, dan heeft iemand anders de link. Laat het de afzender meteen weten, via een kanaal dat u vertrouwt, en vraag om een nieuwe. Van hier is niets van u verzonden.',
	},

	form: {
		heading: 'Voer de toegangsgegevens in',
		sealed:
			'Wordt in deze browser versleuteld voordat het wordt verzonden. De dienst die het doorgeeft, kan het niet lezen.',
		submit: 'Versleutelen en verzenden',
		declining: 'Wordt geweigerd…',
		optional: 'optioneel',
		show: 'Tonen',
		hide: 'Verbergen',
		choose: 'Kies…',
		chooseFile: 'Kies een bestand',
		changeFile: 'Kies een ander bestand',
		noFile: 'Geen bestand gekozen',
		summary: 'Kijk hier nog eens naar',
		refusal: {
			'too-large':
				'De dienst heeft het niet aangenomen: alles bij elkaar is het te groot. Kort iets in of kies een kleiner bestand.',
			'not-taken': 'De dienst heeft het niet aangenomen en er is niets doorgegeven. Verzend het nog eens.',
		},
		problem: {
			required: 'Vul dit in.',
			'required-choice': 'Maak een keuze.',
			'required-file': 'Kies een bestand.',
			pattern: 'Dit heeft niet de vorm die hier wordt verwacht.',
			tooLong: (most, now) =>
				`Hier ${most === '1' ? 'past' : 'passen'} hoogstens ${most} ${most === '1' ? 'teken' : 'tekens'}. Dit zijn er ${now}.`,
			fileTooLarge: (most, now) => `Het bestand mag hoogstens ${most} groot zijn. Dit is ${now}.`,
			fileUnreadable: 'Dit bestand kon niet worden gelezen. Kies het nog eens.',
			allTooLarge: (most, now) => `Alles bij elkaar mag het hoogstens ${most} groot zijn. Dit is ${now}.`,
		},
	},

	builtIn: {
		'API key': 'API-sleutel',
		'Username and password': 'Gebruikersnaam en wachtwoord',
		Username: 'Gebruikersnaam',
		Password: 'Wachtwoord',
		'Access token': 'Toegangstoken',
		'Access key ID': 'Toegangssleutel-ID',
		'Secret access key': 'Geheime toegangssleutel',
		Region: 'Regio',
		Certificate: 'Certificaat',
		'PEM, with the whole chain if there is one.': 'In PEM-formaat, met de volledige keten als die er is.',
		'Private key': 'Privésleutel',
		'PEM.': 'In PEM-formaat.',
		Passphrase: 'Wachtwoordzin',
		Database: 'Database',
		Host: 'Host',
		Port: 'Poort',
	},

	sending: {
		heading: { encrypting: 'Bezig met versleutelen', sending: 'Bezig met verzenden' },
		text: {
			encrypting: 'Wat u hebt ingevoerd, wordt in deze browser versleuteld.',
			sending: 'De verzegelde envelop is onderweg. Houd deze pagina open.',
		},
	},

	done: {
		heading: 'Verzonden',
		text: 'Wat u hebt ingevoerd, is in deze browser versleuteld en overhandigd. Alleen de afzender kan het openen.',
		next: 'De dienst bewaart de verzegelde envelop tot de afzender hem ophaalt, en hoogstens enkele minuten. Deze pagina bevat niets meer van wat u hebt ingevoerd.',
		close: 'U kunt deze pagina sluiten.',
		what: 'Voor',
		who: 'Verzonden naar',
	},

	declined: {
		heading: 'Geweigerd',
		text: 'De afzender krijgt te horen dat u hebt geweigerd. Verder is er niets verzonden en de link werkt niet meer.',
		next: 'Als u niet weet wie u dit heeft gestuurd, vertel het dan aan de persoon of het team dat over uw beveiliging gaat.',
	},

	reported: {
		heading: 'Gemeld',
		text: 'Het verzoek is beëindigd en niets van wat u hebt ingevoerd, is verzonden. De melding is vastgelegd voor de beheerders van deze dienst.',
		next: 'Droeg het verzoek een naam die u kent, vraag het die persoon dan via een kanaal dat u vertrouwt. Misschien gebruikt iemand anders die naam.',
	},

	expired: {
		heading: 'Dit verzoek is beëindigd',
		text: 'De tijd is om, of de afzender heeft het ingetrokken. Er is niets verzonden.',
		next: 'Als u het nog wilt beantwoorden, vraag de afzender dan om een nieuwe link.',
	},

	unsure: {
		heading: 'De tijd is om',
		text: 'Wat u hebt ingevoerd, is versleuteld en verzonden, maar er kwam geen antwoord terug. Het kan zijn aangekomen of niet. Alleen de afzender kan het openen.',
		next: 'Vraag de afzender of het er is. Zo niet, vraag dan om een nieuwe link.',
	},

	answered: {
		heading: 'Dit verzoek is al beantwoord',
		text: 'Het is beantwoord of geweigerd voordat dit de dienst bereikte, misschien door u in een ander tabblad. Wat u hier hebt ingevoerd, is niet doorgegeven.',
		next: 'Was u het niet, laat het de afzender dan meteen weten, via een kanaal dat u vertrouwt.',
	},

	refused: {
		heading: 'Dit is niet gelukt',
		text: 'De dienst heeft niet aangenomen wat deze pagina verzond, en het opnieuw proberen zou niet helpen.',
		next: 'Vraag de afzender om een nieuwe link. Gebeurt het weer, geef dan dit door:',
		unknown: 'onbekend',
	},
};
