import type { Texts } from './en';

/** Every text of the page, in Spanish. */
export const es: Texts = {
	language: 'es',
	document: {
		title: 'Una solicitud de credenciales',
		description: 'Una solicitud de credenciales, cifrada de extremo a extremo. Ábrala solo si la esperaba.',
		noScript: {
			heading: 'Esta página necesita JavaScript',
			text: 'Lo que usted introduce se cifra en su navegador antes de salir de su dispositivo, y solo un script puede hacerlo.',
			next: 'Permita JavaScript en esta página y vuelva a cargarla, o abra el enlace en otro navegador.',
		},
	},
	links: { imprint: 'Aviso legal', privacy: 'Privacidad' },
	languageSwitch: {
		label: 'Idioma',
		failed: 'No se pudo cargar este idioma. No se ha perdido nada.',
	},

	timeLeft: (clock) => `quedan ${clock}`,
	announceLeft: (duration) => `Tiempo restante: ${duration}.`,

	how: {
		heading: 'Cómo funciona',
		steps: [
			{
				title: 'Se cifra aquí',
				text: 'Lo que usted introduce se cifra en este navegador antes de salir de su dispositivo.',
			},
			{
				title: 'Solo lo abre el remitente',
				text: 'Únicamente quien envió la solicitud tiene la clave. El servicio intermedio entrega un sobre sellado.',
			},
			{
				title: 'Una sola vez y por poco tiempo',
				text: 'El enlace se abre una vez y caduca a los pocos minutos. Después no se conserva nada.',
			},
		],
	},

	button: {
		retry: 'Reintentar ahora',
		typeCode: 'Introducir un código',
		decline: 'Rechazar',
	},

	trouble: {
		'no-connection': {
			title: 'Sin conexión',
			text: 'No se puede acceder al servicio desde este dispositivo. No se ha perdido nada.',
		},
		unavailable: {
			title: 'El servicio no está disponible por el momento',
			text: 'Suele resolverse en menos de un minuto. No se ha perdido nada.',
		},
		'rate-limited': {
			title: 'Demasiados intentos por ahora',
			text: 'El servicio pide a esta red que espere. No se ha perdido nada.',
		},
		again: (when) => `Nuevo intento ${when}.`,
		now: 'Reintentando…',
	},

	development: 'Desarrollo local: la conexión no está cifrada.',

	loading: { heading: 'Abriendo la solicitud', text: 'Un momento, por favor.' },

	enterCode: {
		heading: 'Introduzca su código',
		text: 'Lo encontrará en el mensaje que le pidió que viniera aquí.',
		label: 'Código',
		help: 'Ocho letras y cifras, por ejemplo ABCD‑1234. También puede pegar el mensaje entero.',
		submit: 'Continuar',
		busy: 'Buscando…',
		problem: {
			'not-a-code': 'El código no está completo. Tiene ocho letras y cifras, por ejemplo ABCD‑1234.',
			'not-open':
				'No hay ninguna solicitud abierta con este código. Puede que esté mal escrito, que haya caducado o que ya se haya abierto en otro lugar.',
		},
	},

	notOpen: {
		heading: 'Este enlace no está abierto',
		text: 'Puede que ya se haya utilizado, que haya caducado o que no se haya copiado entero.',
		next: 'Si aún desea responder a la solicitud, pida un enlace nuevo al remitente.',
	},

	insecure: {
		heading: 'Esta página no es segura',
		text: 'Se abrió sin una conexión cifrada, por lo que otras personas podrían leerla o modificarla por el camino. Aquí no se puede introducir nada.',
		next: 'Pida al remitente un enlace que empiece por https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Deténgase: la clave no es la correcta',
			text: 'Su enlace indica la clave que puede abrir su respuesta. Esta página ha recibido otra distinta. Puede que alguien intente leer lo que usted introduce.',
			next: 'No utilice este enlace. Avise al remitente, por un medio en el que confíe, de que la clave no coincide.',
		},
		malformed: {
			heading: 'Deténgase: el enlace está dañado',
			text: 'El final del enlace, que indica qué clave puede abrir su respuesta, está incompleto o ha sido modificado. Sin él, nadie puede saber quién leería lo que usted introduce.',
			next: 'Copie otra vez el enlace entero de su mensaje. Si es igual, pida uno nuevo al remitente.',
		},
		nothingSent: 'No se ha enviado nada.',
	},

	unsupported: {
		heading: 'Esta página no puede responder a la solicitud',
		text: 'La solicitud pide un tipo de inicio de sesión que esta página no conoce. No se ha enviado nada.',
		next: 'Pida al remitente que solicite las credenciales de otra manera.',
	},

	request: {
		heading: 'Lo que dice el remitente',
		who: 'Quién lo pide',
		what: 'Para',
		why: 'Motivo',
		where: 'Solo se enviará a',
		nameless: 'Sin nombre indicado',
		verified: 'Verificado',
		notVerified: 'Sin verificar',
		verifiedHelp: 'El servicio conoce a este remitente.',
		notVerifiedHelp: 'Nadie ha comprobado este nombre.',
		namelessHelp: 'Asegúrese de que sabe quién es.',
	},

	key: {
		verified: 'Clave verificada',
		verifiedHelp: 'Es la que indica su enlace.',
		notPinned: 'Clave sin comparar',
		notPinnedHelp: 'Ningún enlace indicaba una clave, así que no había con qué compararla.',
	},

	check: {
		heading: '¿Esperaba esta solicitud?',
		question: '¿Es este el código de su mensaje?',
		advice:
			'Continúe solo si la esperaba. Detrás de una solicitud inesperada puede haber alguien que intenta conseguir sus credenciales.',
		yes: 'Sí, coincide',
		no: 'No la esperaba',
		busy: { confirm: 'Abriendo el formulario…', decline: 'Rechazando…' },
	},

	report: {
		open: 'Denunciar esta solicitud',
		heading: '¿Denunciar esta solicitud?',
		text: 'Hágalo si cree que alguien intenta engañarle.',
		effects: [
			'La solicitud termina de inmediato y el enlace deja de funcionar.',
			'Se comunica al remitente que la solicitud ha sido denunciada.',
			'La denuncia queda registrada para los responsables de este servicio.',
			'No se envía nada de lo que haya introducido.',
		],
		yes: 'Denunciar y terminar',
		no: 'Volver',
		busy: 'Denunciando…',
	},

	openedElsewhere: {
		heading: 'Este enlace ya se abrió en otro lugar',
		text: 'Cada enlace se abre una sola vez. Si fue usted, en otra pestaña, navegador o dispositivo, continúe allí.',
		next: 'Si no fue usted, otra persona tiene el enlace. Avise enseguida al remitente, por un medio en el que confíe, y pida uno nuevo. Desde aquí no se ha enviado nada suyo.',
	},

	form: {
		heading: 'Introduzca las credenciales',
		sealed: 'Se cifra en este navegador antes de enviarse. El servicio que lo transmite no puede leerlo.',
		submit: 'Cifrar y enviar',
		declining: 'Rechazando…',
		optional: 'opcional',
		show: 'Mostrar',
		hide: 'Ocultar',
		choose: 'Elegir…',
		chooseFile: 'Elegir un archivo',
		changeFile: 'Elegir otro archivo',
		noFile: 'Ningún archivo elegido',
		summary: 'Revise de nuevo estos puntos',
		refusal: {
			'too-large':
				'El servicio no lo ha aceptado: en conjunto es demasiado grande. Acorte algo o elija un archivo más pequeño.',
			'not-taken': 'El servicio no lo ha aceptado y no se ha transmitido nada. Envíelo de nuevo, por favor.',
		},
		problem: {
			required: 'Rellene este campo.',
			'required-choice': 'Elija una opción.',
			'required-file': 'Elija un archivo.',
			pattern: 'Esto no tiene la forma que se espera aquí.',
			tooLong: (most, now) => `Número máximo de caracteres: ${most}. Introducidos: ${now}.`,
			fileTooLarge: (most, now) => `El archivo puede ocupar como máximo ${most}. Este ocupa ${now}.`,
			fileUnreadable: 'No se pudo leer este archivo. Elíjalo de nuevo.',
			allTooLarge: (most, now) => `En conjunto puede ocupar como máximo ${most}. Ocupa ${now}.`,
		},
	},

	builtIn: {
		'API key': 'Clave de API',
		'Username and password': 'Nombre de usuario y contraseña',
		Username: 'Nombre de usuario',
		Password: 'Contraseña',
		'Access token': 'Token de acceso',
		'Access key ID': 'ID de clave de acceso',
		'Secret access key': 'Clave de acceso secreta',
		Region: 'Región',
		Certificate: 'Certificado',
		'PEM, with the whole chain if there is one.': 'En formato PEM, con la cadena completa si la hay.',
		'Private key': 'Clave privada',
		'PEM.': 'En formato PEM.',
		Passphrase: 'Frase de contraseña',
		Database: 'Base de datos',
		Host: 'Host',
		Port: 'Puerto',
	},

	sending: {
		heading: { encrypting: 'Cifrando', sending: 'Enviando' },
		text: {
			encrypting: 'Lo que ha introducido se está cifrando en este navegador.',
			sending: 'El sobre sellado está en camino. Mantenga abierta esta página, por favor.',
		},
	},

	done: {
		heading: 'Enviado',
		text: 'Lo que ha introducido se cifró en este navegador y se entregó. Solo el remitente puede abrirlo.',
		next: 'El servicio guarda el sobre sellado hasta que el remitente lo recoja, y unos minutos como máximo. Esta página ya no contiene lo que usted introdujo.',
		close: 'Puede cerrar esta página.',
		what: 'Para',
		who: 'Enviado a',
	},

	declined: {
		heading: 'Solicitud rechazada',
		text: 'Se comunica al remitente que usted la ha rechazado. No se ha enviado nada más y el enlace ya no funciona.',
		next: 'Si no sabe quién le envió esto, avise a la persona o al equipo que se ocupa de su seguridad.',
	},

	reported: {
		heading: 'Solicitud denunciada',
		text: 'La solicitud ha terminado y no se ha enviado nada de lo que haya introducido. La denuncia queda registrada para los responsables de este servicio.',
		next: 'Si la solicitud llevaba un nombre que usted conoce, pregunte a esa persona por un medio en el que confíe. Puede que alguien lo esté usando sin permiso.',
	},

	expired: {
		heading: 'Esta solicitud ha terminado',
		text: 'Se acabó el tiempo o el remitente la retiró. No se ha enviado nada.',
		next: 'Si aún desea responder, pida un enlace nuevo al remitente.',
	},

	unsure: {
		heading: 'Se acabó el tiempo',
		text: 'Lo que ha introducido se cifró y se envió, pero no llegó ninguna respuesta, de modo que puede haber llegado o no. Solo el remitente puede abrirlo.',
		next: 'Pregunte al remitente si lo ha recibido. Si no es así, pida un enlace nuevo.',
	},

	answered: {
		heading: 'Esta solicitud ya tiene respuesta',
		text: 'Se respondió o se rechazó antes de que esto llegara al servicio, quizá por usted en otra pestaña. Lo que ha introducido aquí no se ha transmitido.',
		next: 'Si no fue usted, avise enseguida al remitente, por un medio en el que confíe.',
	},

	refused: {
		heading: 'Esto no ha funcionado',
		text: 'El servicio no ha aceptado lo que envió esta página, y volver a intentarlo no serviría de nada.',
		next: 'Pida un enlace nuevo al remitente. Si vuelve a ocurrir, indíquele esto:',
		unknown: 'desconocido',
	},
};
