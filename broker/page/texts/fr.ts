import type { Texts } from './en';

/** Every text of the page, in French. Before `?` and `;` stands a narrow no-break space, before `:` a wide one. */
export const fr: Texts = {
	language: 'fr',
	document: {
		title: 'Une demande d’identifiants',
		description:
			'Une demande d’identifiants, chiffrée de bout en bout. Ne l’ouvrez que si vous vous y attendiez.',
		noScript: {
			heading: 'Cette page a besoin de JavaScript',
			text: 'Ce que vous saisissez est chiffré dans votre navigateur avant de quitter votre appareil, et seul un script peut le faire.',
			next: 'Autorisez JavaScript pour cette page et rechargez-la, ou ouvrez le lien dans un autre navigateur.',
		},
	},
	links: { imprint: 'Mentions légales', privacy: 'Confidentialité' },
	languageSwitch: {
		label: 'Langue',
		failed: 'Cette langue n’a pas pu être chargée. Rien n’est perdu.',
	},

	timeLeft: (clock) => `reste ${clock}`,
	announceLeft: (duration) => `Temps restant\u00a0: ${duration}.`,

	how: {
		heading: 'Comment cela fonctionne',
		steps: [
			{
				title: 'Chiffré ici même',
				text: 'Ce que vous saisissez est chiffré dans ce navigateur avant de quitter votre appareil.',
			},
			{
				title: 'Lisible par l’expéditeur seul',
				text: 'Seul l’auteur de la demande détient la clé. Le service intermédiaire ne transmet qu’une enveloppe scellée.',
			},
			{
				title: 'Une seule fois, et pour peu de temps',
				text: 'Le lien s’ouvre une fois et expire au bout de quelques minutes. Ensuite, rien n’est conservé.',
			},
		],
	},

	button: {
		retry: 'Réessayer maintenant',
		typeCode: 'Saisir plutôt un code',
		decline: 'Refuser',
	},

	trouble: {
		'no-connection': {
			title: 'Pas de connexion',
			text: 'Le service n’est pas joignable depuis cet appareil. Rien n’est perdu.',
		},
		unavailable: {
			title: 'Le service est momentanément indisponible',
			text: 'En général, cela ne dure pas plus d’une minute. Rien n’est perdu.',
		},
		'rate-limited': {
			title: 'Trop de tentatives pour le moment',
			text: 'Le service demande à ce réseau de patienter. Rien n’est perdu.',
		},
		again: (when) => `Nouvelle tentative ${when}.`,
		now: 'Nouvelle tentative…',
	},

	development: 'Développement local\u00a0: la connexion n’est pas chiffrée.',

	loading: { heading: 'Ouverture de la demande', text: 'Un instant, s’il vous plaît.' },

	enterCode: {
		heading: 'Saisissez votre code',
		text: 'Il se trouve dans le message qui vous demandait de venir ici.',
		label: 'Code',
		help: 'Huit lettres et chiffres, par exemple ABCD‑1234. Vous pouvez aussi coller le message entier.',
		submit: 'Continuer',
		busy: 'Recherche…',
		problem: {
			'not-a-code': 'Ce code n’est pas complet. Il comporte huit lettres et chiffres, par exemple ABCD‑1234.',
			'not-open':
				'Aucune demande n’est ouverte sous ce code. Peut-être a-t-il été mal saisi, a-t-il expiré ou a-t-il déjà été ouvert ailleurs.',
		},
	},

	notOpen: {
		heading: 'Ce lien n’est pas ouvert',
		text: 'Il a peut-être déjà servi, a expiré ou n’a pas été copié en entier.',
		next: 'Si vous souhaitez encore répondre à la demande, demandez un nouveau lien à l’expéditeur.',
	},

	insecure: {
		heading: 'Cette page n’est pas sécurisée',
		text: 'Elle a été ouverte sans connexion chiffrée\u00a0: d’autres pourraient la lire ou la modifier en chemin. Aucune saisie n’est possible ici.',
		next: 'Demandez à l’expéditeur un lien qui commence par https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Stop\u00a0: ce n’est pas la bonne clé',
			text: 'Votre lien indique la clé qui peut ouvrir votre réponse. Cette page en a reçu une autre. Quelqu’un essaie peut-être de lire ce que vous saisissez.',
			next: 'N’utilisez pas ce lien. Prévenez l’expéditeur, par un moyen auquel vous faites confiance, que la clé ne correspond pas.',
		},
		malformed: {
			heading: 'Stop\u00a0: le lien est endommagé',
			text: 'La fin du lien, qui indique quelle clé peut ouvrir votre réponse, est incomplète ou a été modifiée. Sans elle, nul ne peut savoir qui lirait ce que vous saisissez.',
			next: 'Copiez à nouveau le lien entier depuis votre message. S’il est identique, demandez-en un nouveau à l’expéditeur.',
		},
		nothingSent: 'Rien n’a été envoyé.',
	},

	unsupported: {
		heading: 'Cette page ne peut pas répondre à la demande',
		text: 'La demande exige un mode de connexion que cette page ne connaît pas. Rien n’a été envoyé.',
		next: 'Priez l’expéditeur de demander les identifiants d’une autre manière.',
	},

	request: {
		heading: 'Ce que dit l’expéditeur',
		who: 'Qui demande',
		what: 'Pour',
		why: 'Motif',
		where: 'Transmis uniquement à',
		nameless: 'Aucun nom indiqué',
		verified: 'Vérifié',
		notVerified: 'Non vérifié',
		verifiedHelp: 'Le service connaît cet expéditeur.',
		notVerifiedHelp: 'Personne n’a vérifié ce nom.',
		namelessHelp: 'Assurez-vous de savoir de qui il s’agit.',
	},

	key: {
		verified: 'Clé vérifiée',
		verifiedHelp: 'C’est bien celle qu’indique votre lien.',
		notPinned: 'Clé non comparée',
		notPinnedHelp: 'Aucun lien n’indiquait de clé\u00a0: il n’y avait rien à comparer.',
	},

	check: {
		heading: 'Attendiez-vous cette demande\u202f?',
		question: 'Est-ce le code de votre message\u202f?',
		advice:
			'Ne continuez que si vous vous y attendiez. Derrière une demande inattendue, quelqu’un cherche peut-être à obtenir vos identifiants.',
		yes: 'Oui, c’est le bon',
		no: 'Je ne m’y attendais pas',
		busy: { confirm: 'Ouverture du formulaire…', decline: 'Refus en cours…' },
	},

	report: {
		open: 'Signaler cette demande',
		heading: 'Signaler cette demande\u202f?',
		text: 'Faites-le si vous pensez que quelqu’un essaie de vous tromper.',
		effects: [
			'La demande prend fin aussitôt et le lien cesse de fonctionner.',
			'L’expéditeur est informé que la demande a été signalée.',
			'Le signalement est consigné pour les responsables de ce service.',
			'Rien de ce que vous avez saisi n’est envoyé.',
		],
		yes: 'Signaler et terminer',
		no: 'Revenir',
		busy: 'Signalement…',
	},

	openedElsewhere: {
		heading: 'Ce lien a déjà été ouvert ailleurs',
		text: 'Chaque lien ne s’ouvre qu’une fois. Si c’était vous, dans un autre onglet, navigateur ou appareil, poursuivez là-bas.',
		next: 'Si ce n’était pas vous, quelqu’un d’autre a le lien. Prévenez aussitôt l’expéditeur, par un moyen auquel vous faites confiance, et demandez-en un nouveau. Rien n’a été envoyé d’ici en votre nom.',
	},

	form: {
		heading: 'Saisissez les identifiants',
		sealed: 'Chiffré dans ce navigateur avant l’envoi. Le service qui le transmet ne peut pas le lire.',
		submit: 'Chiffrer et envoyer',
		declining: 'Refus en cours…',
		optional: 'facultatif',
		show: 'Afficher',
		hide: 'Masquer',
		choose: 'Choisir…',
		chooseFile: 'Choisir un fichier',
		changeFile: 'Choisir un autre fichier',
		noFile: 'Aucun fichier choisi',
		summary: 'Veuillez revoir ces points',
		refusal: {
			'too-large':
				'Le service ne l’a pas accepté\u00a0: l’ensemble est trop volumineux. Raccourcissez une saisie ou choisissez un fichier plus petit.',
			'not-taken': 'Le service ne l’a pas accepté et rien n’a été transmis. Veuillez l’envoyer à nouveau.',
		},
		problem: {
			required: 'Veuillez remplir ce champ.',
			'required-choice': 'Veuillez faire un choix.',
			'required-file': 'Veuillez choisir un fichier.',
			pattern: 'Ceci n’a pas la forme attendue ici.',
			tooLong: (most, now) => `Longueur maximale en caractères\u00a0: ${most}. Saisis\u00a0: ${now}.`,
			fileTooLarge: (most, now) => `Le fichier ne doit pas dépasser ${most}. Celui-ci fait ${now}.`,
			fileUnreadable: 'Ce fichier n’a pas pu être lu. Veuillez le choisir à nouveau.',
			allTooLarge: (most, now) => `L’ensemble ne doit pas dépasser ${most}. Il fait ${now}.`,
		},
	},

	builtIn: {
		'API key': 'Clé API',
		'Username and password': 'Nom d’utilisateur et mot de passe',
		Username: 'Nom d’utilisateur',
		Password: 'Mot de passe',
		'Access token': 'Jeton d’accès',
		'Access key ID': 'ID de clé d’accès',
		'Secret access key': 'Clé d’accès secrète',
		Region: 'Région',
		Certificate: 'Certificat',
		'PEM, with the whole chain if there is one.': 'Au format PEM, avec la chaîne complète s’il y en a une.',
		'Private key': 'Clé privée',
		'PEM.': 'Au format PEM.',
		Passphrase: 'Phrase secrète',
		Database: 'Base de données',
		Host: 'Hôte',
		Port: 'Port',
	},

	sending: {
		heading: { encrypting: 'Chiffrement', sending: 'Envoi' },
		text: {
			encrypting: 'Votre saisie est en cours de chiffrement dans ce navigateur.',
			sending: 'L’enveloppe scellée est en route. Veuillez laisser cette page ouverte.',
		},
	},

	done: {
		heading: 'Envoyé',
		text: 'Ce que vous avez saisi a été chiffré dans ce navigateur et remis au service. Seul l’expéditeur peut l’ouvrir.',
		next: 'Le service garde l’enveloppe scellée jusqu’à ce que l’expéditeur la retire, quelques minutes tout au plus. Cette page ne contient plus rien de ce que vous avez saisi.',
		close: 'Vous pouvez fermer cette page.',
		what: 'Pour',
		who: 'Envoyé à',
	},

	declined: {
		heading: 'Demande refusée',
		text: 'L’expéditeur est informé de votre refus. Rien d’autre n’a été envoyé, et le lien ne fonctionne plus.',
		next: 'Si vous ne savez pas qui vous a envoyé ceci, parlez-en à la personne ou à l’équipe chargée de votre sécurité.',
	},

	reported: {
		heading: 'Demande signalée',
		text: 'La demande a pris fin et rien de ce que vous avez saisi n’a été envoyé. Le signalement est consigné pour les responsables de ce service.',
		next: 'Si la demande portait un nom que vous connaissez, interrogez cette personne par un moyen auquel vous faites confiance. Quelqu’un d’autre utilise peut-être son nom.',
	},

	expired: {
		heading: 'Cette demande a pris fin',
		text: 'Le délai est écoulé, ou l’expéditeur l’a retirée. Rien n’a été envoyé.',
		next: 'Si vous souhaitez encore y répondre, demandez un nouveau lien à l’expéditeur.',
	},

	unsure: {
		heading: 'Le délai est écoulé',
		text: 'Ce que vous avez saisi a été chiffré et envoyé, mais aucune réponse n’est revenue\u00a0: l’envoi est peut-être arrivé, peut-être pas. Seul l’expéditeur peut l’ouvrir.',
		next: 'Demandez à l’expéditeur s’il l’a reçu. Sinon, demandez un nouveau lien.',
	},

	answered: {
		heading: 'Cette demande a déjà reçu une réponse',
		text: 'Elle a été satisfaite ou refusée avant que ceci n’atteigne le service, peut-être par vous dans un autre onglet. Ce que vous avez saisi ici n’a pas été transmis.',
		next: 'Si ce n’était pas vous, prévenez aussitôt l’expéditeur, par un moyen auquel vous faites confiance.',
	},

	refused: {
		heading: 'Cela n’a pas fonctionné',
		text: 'Le service n’a pas accepté ce que cette page a envoyé, et réessayer n’y changerait rien.',
		next: 'Demandez un nouveau lien à l’expéditeur. Si cela se reproduit, indiquez-lui ceci\u00a0:',
		unknown: 'inconnu',
	},
};
