/**
 * Every text of the page, in English. Sentences are whole; what somebody else wrote is never put into one, it
 * stands in an element of its own. A language is one more file of this shape.
 */
export const en = {
	language: 'en',
	/** What stands in the document before, or without, its script. */
	document: {
		title: 'A request for a credential',
		description: 'A request for a credential, encrypted from end to end. Open it only if you expected it.',
		noScript: {
			heading: 'This page needs JavaScript',
			text: 'What you enter is encrypted in your browser before it leaves your device, and only a script can do that.',
			next: 'Allow JavaScript for this page and reload it, or open the link in another browser.',
		},
	},
	links: { imprint: 'Imprint', privacy: 'Privacy' },
	languageSwitch: {
		label: 'Language',
		failed: 'This language could not be loaded. Nothing is lost.',
	},

	/** @param clock minutes and seconds, `9:59` */
	timeLeft: (clock: string) => `${clock} left`,
	/** @param duration `5 minutes`, as the language says it */
	announceLeft: (duration: string) => `${duration} left.`,

	how: {
		heading: 'How this works',
		steps: [
			{
				title: 'Encrypted here',
				text: 'What you enter is encrypted in this browser before it leaves your device.',
			},
			{
				title: 'Opened by the sender alone',
				text: 'Only whoever sent the request holds the key. The service in between passes on a sealed envelope.',
			},
			{
				title: 'Once, and not for long',
				text: 'The link opens once and ends after a few minutes. Nothing is kept after that.',
			},
		],
	},

	button: {
		retry: 'Try again now',
		typeCode: 'Type a code instead',
		decline: 'Decline',
	},

	trouble: {
		'no-connection': {
			title: 'No connection',
			text: 'The service cannot be reached from this device. Nothing is lost.',
		},
		unavailable: {
			title: 'The service is briefly unavailable',
			text: 'This usually passes within a minute. Nothing is lost.',
		},
		'rate-limited': {
			title: 'Too many attempts for now',
			text: 'The service asks this network to wait. Nothing is lost.',
		},
		/** @param when `in 5 seconds`, as the language says it */
		again: (when: string) => `Trying again ${when}.`,
		now: 'Trying again…',
	},

	development: 'Local development: the connection is not encrypted.',

	loading: { heading: 'Opening the request', text: 'One moment.' },

	enterCode: {
		heading: 'Enter your code',
		text: 'You find it in the message that asked you to come here.',
		label: 'Code',
		help: 'Eight letters and digits, such as ABCD‑1234. Pasting the whole message works as well.',
		submit: 'Continue',
		busy: 'Looking…',
		problem: {
			'not-a-code': 'This is not a whole code. It has eight letters and digits, such as ABCD‑1234.',
			'not-open':
				'No request is open under this code. It may be mistyped, expired, or already opened somewhere else.',
		},
	},

	notOpen: {
		heading: 'This link is not open',
		text: 'It may have been used already, have expired, or not have been copied whole.',
		next: 'If you still want to answer the request, ask the sender for a new link.',
	},

	insecure: {
		heading: 'This page is not secure',
		text: 'It was opened without an encrypted connection, so others could read or change it on its way. Nothing can be entered here.',
		next: 'Ask the sender for a link that starts with https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Stop: the key is not the right one',
			text: 'Your link names the key that may open your answer. This page was given a different one. Somebody may be trying to read what you enter.',
			next: 'Do not use this link. Tell the sender, over a channel that you trust, that the key did not match.',
		},
		malformed: {
			heading: 'Stop: the link is damaged',
			text: 'The end of the link, which says which key may open your answer, is incomplete or was changed. Without it nobody can be sure who would read what you enter.',
			next: 'Copy the whole link from your message once more. If it looks the same, ask the sender for a new one.',
		},
		nothingSent: 'Nothing was sent.',
	},

	unsupported: {
		heading: 'This page cannot answer the request',
		text: 'The request asks for a kind of sign-in that this page does not know. Nothing was sent.',
		next: 'Ask the sender to request the credential in another way.',
	},

	request: {
		heading: 'What the sender says',
		who: 'Who asks',
		what: 'For',
		why: 'Why',
		where: 'Will only be sent to',
		nameless: 'No name given',
		verified: 'Verified',
		notVerified: 'Not verified',
		verifiedHelp: 'The service knows this sender.',
		notVerifiedHelp: 'Nobody has checked this name.',
		namelessHelp: 'Be sure that you know who it is.',
	},

	key: {
		verified: 'Key verified',
		verifiedHelp: 'It is the one that your link names.',
		notPinned: 'Key not compared',
		notPinnedHelp: 'No key was named by a link, so there was nothing to compare with.',
	},

	check: {
		heading: 'Did you expect this?',
		question: 'Is this the code in your message?',
		advice:
			'Go on only if you were expecting this. A request out of the blue may be somebody trying to get at your credential.',
		yes: 'Yes, it matches',
		no: 'I did not expect this',
		busy: { confirm: 'Opening the form…', decline: 'Declining…' },
	},

	report: {
		open: 'Report this request',
		heading: 'Report this request?',
		text: 'Do this if somebody may be trying to trick you.',
		effects: [
			'The request ends at once, and the link stops working.',
			'The sender is told that the request was reported.',
			'The report is recorded for the people who run this service.',
			'Nothing that you entered is sent.',
		],
		yes: 'Report and end it',
		no: 'Go back',
		busy: 'Reporting…',
	},

	openedElsewhere: {
		heading: 'This link was already opened somewhere else',
		text: 'Each link opens once. If it was you, in another tab, browser or device, go on there.',
		next: 'If it was not you, somebody else has the link. Tell the sender at once, over a channel that you trust, and ask for a new one. Nothing of yours was sent from here.',
	},

	form: {
		heading: 'Enter the credential',
		sealed: 'Encrypted in this browser before it is sent. The service that passes it on cannot read it.',
		submit: 'Encrypt and send',
		declining: 'Declining…',
		optional: 'optional',
		show: 'Show',
		hide: 'Hide',
		choose: 'Choose…',
		chooseFile: 'Choose a file',
		changeFile: 'Choose another file',
		noFile: 'No file chosen',
		summary: 'Please look at these once more',
		refusal: {
			'too-large':
				'The service did not take it: all together it is too large. Shorten something, or choose a smaller file.',
			'not-taken': 'The service did not take it, and nothing was passed on. Please send it once more.',
		},
		problem: {
			required: 'Fill this in.',
			'required-choice': 'Choose one.',
			'required-file': 'Choose a file.',
			pattern: 'This does not have the form that is expected here.',
			tooLong: (most: string, now: string) =>
				`At most ${most} ${most === '1' ? 'character fits' : 'characters fit'} here. These are ${now}.`,
			fileTooLarge: (most: string, now: string) => `The file may have at most ${most}. This one has ${now}.`,
			fileUnreadable: 'This file could not be read. Choose it once more.',
			allTooLarge: (most: string, now: string) => `All together it may have at most ${most}. This is ${now}.`,
		},
	},

	/** The texts of the built-in templates' forms, by the English that a session has of them. */
	builtIn: {
		'API key': 'API key',
		'Username and password': 'Username and password',
		Username: 'Username',
		Password: 'Password',
		'Access token': 'Access token',
		'Access key ID': 'Access key ID',
		'Secret access key': 'Secret access key',
		Region: 'Region',
		Certificate: 'Certificate',
		'PEM, with the whole chain if there is one.': 'PEM, with the whole chain if there is one.',
		'Private key': 'Private key',
		'PEM.': 'PEM.',
		Passphrase: 'Passphrase',
		Database: 'Database',
		Host: 'Host',
		Port: 'Port',
	},

	sending: {
		heading: { encrypting: 'Encrypting', sending: 'Sending' },
		text: {
			encrypting: 'What you entered is being encrypted in this browser.',
			sending: 'The sealed envelope is on its way. Please keep this page open.',
		},
	},

	done: {
		heading: 'Sent',
		text: 'What you entered was encrypted in this browser and handed over. Only the sender can open it.',
		next: 'The service keeps the sealed envelope until the sender collects it, and for a few minutes at most. This page no longer holds what you entered.',
		close: 'You can close this page.',
		what: 'For',
		who: 'Sent to',
	},

	declined: {
		heading: 'Declined',
		text: 'The sender is told that you declined. Nothing else was sent, and the link no longer works.',
		next: 'If you do not know who sent you this, tell the person or team that looks after your security.',
	},

	reported: {
		heading: 'Reported',
		text: 'The request has ended, and nothing that you entered was sent. The report is recorded for the people who run this service.',
		next: 'If the request bore a name that you know, ask that person over a channel that you trust. Somebody else may be using it.',
	},

	expired: {
		heading: 'This request has ended',
		text: 'Its time is up, or the sender took it back. Nothing was sent.',
		next: 'If you still want to answer it, ask the sender for a new link.',
	},

	unsure: {
		heading: 'The time is up',
		text: 'What you entered was encrypted and sent, but no reply came back, so it may or may not have arrived. Nobody but the sender can open it.',
		next: 'Ask the sender whether it is there. If it is not, ask for a new link.',
	},

	answered: {
		heading: 'This request was already answered',
		text: 'It was answered or declined before this reached the service, perhaps by you in another tab. What you entered here was not passed on.',
		next: 'If it was not you, tell the sender at once, over a channel that you trust.',
	},

	refused: {
		heading: 'This did not work',
		text: 'The service did not accept what this page sent, and trying again would not help.',
		next: 'Ask the sender for a new link. If it happens again, tell them this:',
		unknown: 'unknown',
	},
};

/** The texts of one language. */
export type Texts = typeof en;
