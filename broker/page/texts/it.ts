import type { Texts } from './en';

/** Every text of the page, in Italian. */
export const it: Texts = {
	language: 'it',
	document: {
		title: 'Una richiesta di credenziali',
		description: 'Una richiesta di credenziali, cifrata da un capo all’altro. La apra solo se l’aspettava.',
		noScript: {
			heading: 'Questa pagina ha bisogno di JavaScript',
			text: 'Ciò che inserisce viene cifrato nel Suo browser prima di lasciare il Suo dispositivo, e solo uno script può farlo.',
			next: 'Consenta JavaScript per questa pagina e la ricarichi, oppure apra il link in un altro browser.',
		},
	},
	links: { imprint: 'Note legali', privacy: 'Informativa sulla privacy' },
	languageSwitch: {
		label: 'Lingua',
		failed: 'Non è stato possibile caricare questa lingua. Nulla è andato perso.',
	},

	timeLeft: (clock) => `ancora ${clock}`,
	announceLeft: (duration) => `Tempo rimanente: ${duration}.`,

	how: {
		heading: 'Come funziona',
		steps: [
			{
				title: 'Cifrato qui',
				text: 'Ciò che inserisce viene cifrato in questo browser prima di lasciare il Suo dispositivo.',
			},
			{
				title: 'Lo apre soltanto il mittente',
				text: 'Solo chi ha inviato la richiesta possiede la chiave. Il servizio intermedio consegna una busta sigillata.',
			},
			{
				title: 'Una volta sola, e per poco tempo',
				text: 'Il link si apre una volta e scade dopo pochi minuti. In seguito non viene conservato nulla.',
			},
		],
	},

	button: {
		retry: 'Riprova ora',
		typeCode: 'Inserisci invece un codice',
		decline: 'Rifiuta',
	},

	trouble: {
		'no-connection': {
			title: 'Nessuna connessione',
			text: 'Il servizio non è raggiungibile da questo dispositivo. Nulla è andato perso.',
		},
		unavailable: {
			title: 'Il servizio non è al momento disponibile',
			text: 'Di solito si risolve entro un minuto. Nulla è andato perso.',
		},
		'rate-limited': {
			title: 'Troppi tentativi per ora',
			text: 'Il servizio chiede a questa rete di attendere. Nulla è andato perso.',
		},
		again: (when) => `Nuovo tentativo ${when}.`,
		now: 'Nuovo tentativo in corso…',
	},

	development: 'Sviluppo locale: la connessione non è cifrata.',

	loading: { heading: 'Apertura della richiesta', text: 'Un momento, per favore.' },

	enterCode: {
		heading: 'Inserisca il Suo codice',
		text: 'Lo trova nel messaggio che Le ha chiesto di venire qui.',
		label: 'Codice',
		help: 'Otto lettere e cifre, per esempio ABCD‑1234. Può anche incollare l’intero messaggio.',
		submit: 'Continua',
		busy: 'Ricerca in corso…',
		problem: {
			'not-a-code': 'Il codice non è completo. È composto da otto lettere e cifre, per esempio ABCD‑1234.',
			'not-open':
				'Nessuna richiesta è aperta con questo codice. Potrebbe essere stato digitato male, essere scaduto o essere già stato aperto altrove.',
		},
	},

	notOpen: {
		heading: 'Questo link non è aperto',
		text: 'Potrebbe essere già stato usato, essere scaduto o non essere stato copiato per intero.',
		next: 'Se desidera ancora rispondere alla richiesta, chieda un nuovo link al mittente.',
	},

	insecure: {
		heading: 'Questa pagina non è sicura',
		text: 'È stata aperta senza una connessione cifrata, quindi altri potrebbero leggerla o modificarla lungo il percorso. Qui non si può inserire nulla.',
		next: 'Chieda al mittente un link che inizi con https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Si fermi: la chiave non è quella giusta',
			text: 'Il Suo link indica la chiave che può aprire la Sua risposta. Questa pagina ne ha ricevuta una diversa. Qualcuno potrebbe tentare di leggere ciò che inserisce.',
			next: 'Non usi questo link. Avvisi il mittente, tramite un canale di cui si fida, che la chiave non corrisponde.',
		},
		malformed: {
			heading: 'Si fermi: il link è danneggiato',
			text: 'La parte finale del link, che indica quale chiave può aprire la Sua risposta, è incompleta o è stata modificata. Senza di essa nessuno può sapere chi leggerebbe ciò che inserisce.',
			next: 'Copi di nuovo l’intero link dal Suo messaggio. Se è identico, ne chieda uno nuovo al mittente.',
		},
		nothingSent: 'Non è stato inviato nulla.',
	},

	unsupported: {
		heading: 'Questa pagina non può rispondere alla richiesta',
		text: 'La richiesta prevede un tipo di accesso che questa pagina non conosce. Non è stato inviato nulla.',
		next: 'Chieda al mittente di richiedere le credenziali in un altro modo.',
	},

	request: {
		heading: 'Che cosa dice il mittente',
		who: 'Chi lo chiede',
		what: 'Per',
		why: 'Motivo',
		where: 'Sarà inviato solo a',
		nameless: 'Nessun nome indicato',
		verified: 'Verificato',
		notVerified: 'Non verificato',
		verifiedHelp: 'Il servizio conosce questo mittente.',
		notVerifiedHelp: 'Nessuno ha controllato questo nome.',
		namelessHelp: 'Si assicuri di sapere chi è.',
	},

	key: {
		verified: 'Chiave verificata',
		verifiedHelp: 'È quella indicata dal Suo link.',
		notPinned: 'Chiave non confrontata',
		notPinnedHelp: 'Nessun link indicava una chiave, quindi non c’era nulla con cui confrontarla.',
	},

	check: {
		heading: 'Si aspettava questa richiesta?',
		question: 'È questo il codice nel Suo messaggio?',
		advice:
			'Prosegua solo se la aspettava. Dietro una richiesta inattesa può esserci qualcuno che cerca di ottenere le Sue credenziali.',
		yes: 'Sì, corrisponde',
		no: 'Non l’aspettavo',
		busy: { confirm: 'Apertura del modulo…', decline: 'Rifiuto in corso…' },
	},

	report: {
		open: 'Segnala questa richiesta',
		heading: 'Segnalare questa richiesta?',
		text: 'Lo faccia se qualcuno potrebbe volerLa ingannare.',
		effects: [
			'La richiesta termina subito e il link smette di funzionare.',
			'Il mittente viene informato che la richiesta è stata segnalata.',
			'La segnalazione viene registrata per chi gestisce questo servizio.',
			'Nulla di ciò che ha inserito viene inviato.',
		],
		yes: 'Segnala e termina',
		no: 'Indietro',
		busy: 'Segnalazione in corso…',
	},

	openedElsewhere: {
		heading: 'Questo link è già stato aperto altrove',
		text: 'Ogni link si apre una volta sola. Se lo ha aperto Lei, in un’altra scheda, in un altro browser o dispositivo, prosegua lì.',
		next: 'Se non lo ha aperto Lei, qualcun altro ha il link. Avvisi subito il mittente, tramite un canale di cui si fida, e ne chieda uno nuovo. Da qui non è stato inviato nulla di Suo.',
	},

	form: {
		heading: 'Inserisca le credenziali',
		sealed: 'Cifrato in questo browser prima dell’invio. Il servizio che lo trasmette non può leggerlo.',
		submit: 'Cifra e invia',
		declining: 'Rifiuto in corso…',
		optional: 'facoltativo',
		show: 'Mostra',
		hide: 'Nascondi',
		choose: 'Scegli…',
		chooseFile: 'Scegli un file',
		changeFile: 'Scegli un altro file',
		noFile: 'Nessun file scelto',
		summary: 'Ricontrolli questi punti',
		refusal: {
			'too-large':
				'Il servizio non lo ha accettato: nel complesso è troppo grande. Accorci qualcosa o scelga un file più piccolo.',
			'not-taken':
				'Il servizio non lo ha accettato e nulla è stato trasmesso. Lo invii di nuovo, per favore.',
		},
		problem: {
			required: 'Compili questo campo.',
			'required-choice': 'Scelga un’opzione.',
			'required-file': 'Scelga un file.',
			pattern: 'Questo non ha la forma prevista qui.',
			tooLong: (most, now) => `Numero massimo di caratteri: ${most}. Inseriti: ${now}.`,
			fileTooLarge: (most, now) => `Il file può avere al massimo ${most}. Questo ha ${now}.`,
			fileUnreadable: 'Non è stato possibile leggere questo file. Lo scelga di nuovo.',
			allTooLarge: (most, now) => `Nel complesso può avere al massimo ${most}. Ora ha ${now}.`,
		},
	},

	builtIn: {
		'API key': 'Chiave API',
		'Username and password': 'Nome utente e password',
		Username: 'Nome utente',
		Password: 'Password',
		'Access token': 'Token di accesso',
		'Access key ID': 'ID chiave di accesso',
		'Secret access key': 'Chiave di accesso segreta',
		Region: 'Regione',
		Certificate: 'Certificato',
		'PEM, with the whole chain if there is one.': 'In formato PEM, con la catena completa, se ce n’è una.',
		'Private key': 'Chiave privata',
		'PEM.': 'In formato PEM.',
		Passphrase: 'Passphrase',
		Database: 'Database',
		Host: 'Host',
		Port: 'Porta',
	},

	sending: {
		heading: { encrypting: 'Cifratura in corso', sending: 'Invio in corso' },
		text: {
			encrypting: 'Ciò che ha inserito viene cifrato in questo browser.',
			sending: 'La busta sigillata è in viaggio. Tenga aperta questa pagina, per favore.',
		},
	},

	done: {
		heading: 'Inviato',
		text: 'Ciò che ha inserito è stato cifrato in questo browser e consegnato. Solo il mittente può aprirlo.',
		next: 'Il servizio conserva la busta sigillata finché il mittente non la ritira, e al massimo per qualche minuto. Questa pagina non contiene più ciò che ha inserito.',
		close: 'Può chiudere questa pagina.',
		what: 'Per',
		who: 'Inviato a',
	},

	declined: {
		heading: 'Richiesta rifiutata',
		text: 'Il mittente viene informato che Lei ha rifiutato. Non è stato inviato altro e il link non funziona più.',
		next: 'Se non sa chi Le ha inviato questa richiesta, avvisi la persona o il gruppo che si occupa della Sua sicurezza.',
	},

	reported: {
		heading: 'Richiesta segnalata',
		text: 'La richiesta è terminata e nulla di ciò che ha inserito è stato inviato. La segnalazione è registrata per chi gestisce questo servizio.',
		next: 'Se la richiesta riportava un nome che conosce, chieda a quella persona tramite un canale di cui si fida. Qualcun altro potrebbe usare il suo nome.',
	},

	expired: {
		heading: 'Questa richiesta è terminata',
		text: 'Il tempo è scaduto, oppure il mittente l’ha ritirata. Non è stato inviato nulla.',
		next: 'Se desidera ancora rispondere, chieda un nuovo link al mittente.',
	},

	unsure: {
		heading: 'Il tempo è scaduto',
		text: 'Ciò che ha inserito è stato cifrato e inviato, ma non è tornata alcuna risposta: potrebbe essere arrivato oppure no. Solo il mittente può aprirlo.',
		next: 'Chieda al mittente se è arrivato. In caso contrario, chieda un nuovo link.',
	},

	answered: {
		heading: 'A questa richiesta è già stato risposto',
		text: 'È stata soddisfatta o rifiutata prima che questo raggiungesse il servizio, forse da Lei in un’altra scheda. Ciò che ha inserito qui non è stato trasmesso.',
		next: 'Se non ha risposto Lei, avvisi subito il mittente, tramite un canale di cui si fida.',
	},

	refused: {
		heading: 'Non ha funzionato',
		text: 'Il servizio non ha accettato ciò che questa pagina ha inviato, e riprovare non servirebbe.',
		next: 'Chieda un nuovo link al mittente. Se succede di nuovo, gli riferisca questo:',
		unknown: 'sconosciuto',
	},
};
