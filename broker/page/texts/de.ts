import type { Texts } from './en';

/** Every text of the page, in German. */
export const de: Texts = {
	language: 'de',
	document: {
		title: 'Eine Anfrage nach Zugangsdaten',
		description:
			'Eine Anfrage nach Zugangsdaten, durchgehend verschlüsselt. Öffnen Sie sie nur, wenn Sie sie erwartet haben.',
		noScript: {
			heading: 'Diese Seite braucht JavaScript',
			text: 'Was Sie eingeben, wird in Ihrem Browser verschlüsselt, bevor es Ihr Gerät verlässt, und das kann nur ein Skript.',
			next: 'Erlauben Sie JavaScript für diese Seite und laden Sie sie neu, oder öffnen Sie den Link in einem anderen Browser.',
		},
	},
	links: { imprint: 'Impressum', privacy: 'Datenschutz' },
	languageSwitch: {
		label: 'Sprache',
		failed: 'Diese Sprache konnte nicht geladen werden. Es ist nichts verloren.',
	},

	timeLeft: (clock) => `noch ${clock}`,
	announceLeft: (duration) => `Noch ${duration}.`,

	how: {
		heading: 'So funktioniert es',
		steps: [
			{
				title: 'Hier verschlüsselt',
				text: 'Was Sie eingeben, wird in diesem Browser verschlüsselt, bevor es Ihr Gerät verlässt.',
			},
			{
				title: 'Nur für den Absender lesbar',
				text: 'Den Schlüssel hat nur, wer die Anfrage gestellt hat. Der Dienst dazwischen reicht einen versiegelten Umschlag weiter.',
			},
			{
				title: 'Einmal und nicht für lange',
				text: 'Der Link lässt sich einmal öffnen und gilt nur wenige Minuten. Danach wird nichts aufbewahrt.',
			},
		],
	},

	button: {
		retry: 'Jetzt noch einmal versuchen',
		typeCode: 'Stattdessen einen Code eingeben',
		decline: 'Ablehnen',
	},

	trouble: {
		'no-connection': {
			title: 'Keine Verbindung',
			text: 'Der Dienst ist von diesem Gerät aus nicht erreichbar. Es ist nichts verloren.',
		},
		unavailable: {
			title: 'Der Dienst ist kurz nicht verfügbar',
			text: 'Das gibt sich meist innerhalb einer Minute. Es ist nichts verloren.',
		},
		'rate-limited': {
			title: 'Zu viele Versuche für den Moment',
			text: 'Der Dienst bittet dieses Netzwerk zu warten. Es ist nichts verloren.',
		},
		again: (when) => `Neuer Versuch ${when}.`,
		now: 'Neuer Versuch\u00a0…',
	},

	development: 'Lokale Entwicklung: Die Verbindung ist nicht verschlüsselt.',

	loading: { heading: 'Die Anfrage wird geöffnet', text: 'Einen Moment bitte.' },

	enterCode: {
		heading: 'Geben Sie Ihren Code ein',
		text: 'Er steht in der Nachricht, in der Sie gebeten wurden, hierherzukommen.',
		label: 'Code',
		help: 'Acht Buchstaben und Ziffern, zum Beispiel ABCD‑1234. Sie können auch die ganze Nachricht einfügen.',
		submit: 'Weiter',
		busy: 'Wird gesucht\u00a0…',
		problem: {
			'not-a-code':
				'Das ist kein vollständiger Code. Er hat acht Buchstaben und Ziffern, zum Beispiel ABCD‑1234.',
			'not-open':
				'Unter diesem Code ist keine Anfrage offen. Vielleicht ist er falsch eingegeben, abgelaufen oder wurde schon an anderer Stelle geöffnet.',
		},
	},

	notOpen: {
		heading: 'Dieser Link ist nicht offen',
		text: 'Vielleicht wurde er schon verwendet, ist abgelaufen oder wurde nicht vollständig kopiert.',
		next: 'Wenn Sie die Anfrage noch beantworten möchten, bitten Sie den Absender um einen neuen Link.',
	},

	insecure: {
		heading: 'Diese Seite ist nicht sicher',
		text: 'Sie wurde ohne verschlüsselte Verbindung geöffnet. Andere könnten sie unterwegs mitlesen oder verändern. Hier kann nichts eingegeben werden.',
		next: 'Bitten Sie den Absender um einen Link, der mit https beginnt.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Halt: Das ist nicht der richtige Schlüssel',
			text: 'Ihr Link nennt den Schlüssel, der Ihre Antwort öffnen darf. Diese Seite hat einen anderen erhalten. Vielleicht versucht jemand mitzulesen, was Sie eingeben.',
			next: 'Verwenden Sie diesen Link nicht. Sagen Sie dem Absender auf einem Weg, dem Sie vertrauen, dass der Schlüssel nicht übereinstimmt.',
		},
		malformed: {
			heading: 'Halt: Der Link ist beschädigt',
			text: 'Das Ende des Links, das den Schlüssel für Ihre Antwort nennt, ist unvollständig oder wurde verändert. Ohne dieses Ende ist nicht sicher, wer Ihre Eingaben lesen würde.',
			next: 'Kopieren Sie den ganzen Link noch einmal aus Ihrer Nachricht. Wenn er gleich aussieht, bitten Sie den Absender um einen neuen.',
		},
		nothingSent: 'Es wurde nichts gesendet.',
	},

	unsupported: {
		heading: 'Diese Seite kann die Anfrage nicht beantworten',
		text: 'Die Anfrage verlangt eine Art der Anmeldung, die diese Seite nicht kennt. Es wurde nichts gesendet.',
		next: 'Bitten Sie den Absender, die Zugangsdaten auf einem anderen Weg anzufragen.',
	},

	request: {
		heading: 'Das sagt der Absender',
		who: 'Wer fragt',
		what: 'Wofür',
		why: 'Warum',
		where: 'Geht nur an',
		nameless: 'Kein Name angegeben',
		verified: 'Bestätigt',
		notVerified: 'Nicht bestätigt',
		verifiedHelp: 'Der Dienst kennt diesen Absender.',
		notVerifiedHelp: 'Niemand hat diesen Namen geprüft.',
		namelessHelp: 'Vergewissern Sie sich, wer es ist.',
	},

	key: {
		verified: 'Schlüssel geprüft',
		verifiedHelp: 'Es ist der, den Ihr Link nennt.',
		notPinned: 'Schlüssel nicht verglichen',
		notPinnedHelp: 'Kein Link hat einen Schlüssel genannt, daher gab es nichts zu vergleichen.',
	},

	check: {
		heading: 'Haben Sie das erwartet?',
		question: 'Ist das der Code in Ihrer Nachricht?',
		advice:
			'Machen Sie nur weiter, wenn Sie darauf gewartet haben. Hinter einer unerwarteten Anfrage kann jemand stecken, der an Ihre Zugangsdaten gelangen will.',
		yes: 'Ja, er stimmt überein',
		no: 'Das habe ich nicht erwartet',
		busy: { confirm: 'Das Formular wird geöffnet\u00a0…', decline: 'Wird abgelehnt\u00a0…' },
	},

	report: {
		open: 'Diese Anfrage melden',
		heading: 'Diese Anfrage melden?',
		text: 'Tun Sie das, wenn jemand versuchen könnte, Sie zu täuschen.',
		effects: [
			'Die Anfrage endet sofort, und der Link funktioniert nicht mehr.',
			'Der Absender erfährt, dass die Anfrage gemeldet wurde.',
			'Die Meldung wird für die Betreiber dieses Dienstes festgehalten.',
			'Nichts von dem, was Sie eingegeben haben, wird gesendet.',
		],
		yes: 'Melden und beenden',
		no: 'Zurück',
		busy: 'Wird gemeldet\u00a0…',
	},

	openedElsewhere: {
		heading: 'Dieser Link wurde schon an anderer Stelle geöffnet',
		text: 'Jeder Link lässt sich nur einmal öffnen. Wenn Sie das waren, in einem anderen Tab, Browser oder Gerät, machen Sie dort weiter.',
		next: 'Wenn Sie es nicht waren, hat jemand anderes den Link. Sagen Sie es dem Absender sofort, auf einem Weg, dem Sie vertrauen, und bitten Sie um einen neuen. Von hier wurde nichts von Ihnen gesendet.',
	},

	form: {
		heading: 'Geben Sie die Zugangsdaten ein',
		sealed:
			'Wird in diesem Browser verschlüsselt, bevor es gesendet wird. Der Dienst, der es weiterreicht, kann es nicht lesen.',
		submit: 'Verschlüsseln und senden',
		declining: 'Wird abgelehnt\u00a0…',
		optional: 'freiwillig',
		show: 'Anzeigen',
		hide: 'Verbergen',
		choose: 'Bitte wählen\u00a0…',
		chooseFile: 'Datei auswählen',
		changeFile: 'Andere Datei auswählen',
		noFile: 'Keine Datei ausgewählt',
		summary: 'Bitte sehen Sie sich das noch einmal an',
		refusal: {
			'too-large':
				'Der Dienst hat es nicht angenommen: Zusammen ist es zu groß. Kürzen Sie etwas, oder wählen Sie eine kleinere Datei.',
			'not-taken':
				'Der Dienst hat es nicht angenommen, und es wurde nichts weitergereicht. Bitte senden Sie es noch einmal.',
		},
		problem: {
			required: 'Bitte ausfüllen.',
			'required-choice': 'Bitte wählen Sie etwas aus.',
			'required-file': 'Bitte wählen Sie eine Datei aus.',
			pattern: 'Das hat nicht die Form, die hier erwartet wird.',
			tooLong: (most, now) => `Hier passen höchstens ${most} Zeichen hinein. Das sind ${now}.`,
			fileTooLarge: (most, now) => `Die Datei darf höchstens ${most} groß sein. Diese hat ${now}.`,
			fileUnreadable: 'Diese Datei konnte nicht gelesen werden. Bitte wählen Sie sie noch einmal aus.',
			allTooLarge: (most, now) => `Zusammen darf es höchstens ${most} groß sein. Das sind ${now}.`,
		},
	},

	builtIn: {
		'API key': 'API-Schlüssel',
		'Username and password': 'Benutzername und Passwort',
		Username: 'Benutzername',
		Password: 'Passwort',
		'Access token': 'Zugriffstoken',
		'Access key ID': 'Zugriffsschlüssel-ID',
		'Secret access key': 'Geheimer Zugriffsschlüssel',
		Region: 'Region',
		Certificate: 'Zertifikat',
		'PEM, with the whole chain if there is one.':
			'Im PEM-Format, mit der ganzen Zertifikatskette, falls es eine gibt.',
		'Private key': 'Privater Schlüssel',
		'PEM.': 'Im PEM-Format.',
		Passphrase: 'Passphrase',
		Database: 'Datenbank',
		Host: 'Host',
		Port: 'Port',
	},

	sending: {
		heading: { encrypting: 'Wird verschlüsselt', sending: 'Wird gesendet' },
		text: {
			encrypting: 'Was Sie eingegeben haben, wird in diesem Browser verschlüsselt.',
			sending: 'Der versiegelte Umschlag ist unterwegs. Bitte lassen Sie diese Seite offen.',
		},
	},

	done: {
		heading: 'Gesendet',
		text: 'Was Sie eingegeben haben, wurde in diesem Browser verschlüsselt und übergeben. Nur der Absender kann es öffnen.',
		next: 'Der Dienst bewahrt den versiegelten Umschlag auf, bis der Absender ihn abholt, höchstens aber einige Minuten. Auf dieser Seite ist nichts mehr von Ihren Eingaben.',
		close: 'Sie können diese Seite schließen.',
		what: 'Wofür',
		who: 'Gesendet an',
	},

	declined: {
		heading: 'Abgelehnt',
		text: 'Der Absender erfährt, dass Sie abgelehnt haben. Sonst wurde nichts gesendet, und der Link funktioniert nicht mehr.',
		next: 'Wenn Sie nicht wissen, wer Ihnen das geschickt hat, sagen Sie es der Person oder dem Team, das sich bei Ihnen um die Sicherheit kümmert.',
	},

	reported: {
		heading: 'Gemeldet',
		text: 'Die Anfrage ist beendet, und nichts von dem, was Sie eingegeben haben, wurde gesendet. Die Meldung ist für die Betreiber dieses Dienstes festgehalten.',
		next: 'Wenn die Anfrage einen Namen trug, den Sie kennen, fragen Sie dort auf einem Weg nach, dem Sie vertrauen. Vielleicht benutzt ihn jemand anderes.',
	},

	expired: {
		heading: 'Diese Anfrage ist beendet',
		text: 'Die Zeit ist abgelaufen, oder der Absender hat sie zurückgezogen. Es wurde nichts gesendet.',
		next: 'Wenn Sie sie noch beantworten möchten, bitten Sie den Absender um einen neuen Link.',
	},

	unsure: {
		heading: 'Die Zeit ist abgelaufen',
		text: 'Was Sie eingegeben haben, wurde verschlüsselt und gesendet, aber es kam keine Antwort. Es kann angekommen sein oder auch nicht. Nur der Absender kann es öffnen.',
		next: 'Fragen Sie den Absender, ob es da ist. Wenn nicht, bitten Sie um einen neuen Link.',
	},

	answered: {
		heading: 'Diese Anfrage wurde schon beantwortet',
		text: 'Sie wurde beantwortet oder abgelehnt, bevor dies den Dienst erreicht hat, vielleicht von Ihnen in einem anderen Tab. Was Sie hier eingegeben haben, wurde nicht weitergereicht.',
		next: 'Wenn Sie es nicht waren, sagen Sie es dem Absender sofort, auf einem Weg, dem Sie vertrauen.',
	},

	refused: {
		heading: 'Das hat nicht funktioniert',
		text: 'Der Dienst hat nicht angenommen, was diese Seite gesendet hat, und ein neuer Versuch würde nicht helfen.',
		next: 'Bitten Sie den Absender um einen neuen Link. Wenn es wieder vorkommt, nennen Sie ihm dies:',
		unknown: 'unbekannt',
	},
};
