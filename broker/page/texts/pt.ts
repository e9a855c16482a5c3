import type { Texts } from './en';

/** Every text of the page, in Portuguese, spelled as in Brazil. */
export const pt: Texts = {
	language: 'pt-BR',
	document: {
		title: 'Uma solicitação de credenciais',
		description:
			'Uma solicitação de credenciais, criptografada de ponta a ponta. Abra-a somente se a esperava.',
		noScript: {
			heading: 'Esta página precisa de JavaScript',
			text: 'O que você insere é criptografado no seu navegador antes de sair do seu dispositivo, e só um script pode fazer isso.',
			next: 'Permita JavaScript nesta página e recarregue-a, ou abra o link em outro navegador.',
		},
	},
	links: { imprint: 'Aviso legal', privacy: 'Privacidade' },
	languageSwitch: {
		label: 'Idioma',
		failed: 'Não foi possível carregar este idioma. Nada se perdeu.',
	},

	timeLeft: (clock) => `restam ${clock}`,
	announceLeft: (duration) => `Tempo restante: ${duration}.`,

	how: {
		heading: 'Como funciona',
		steps: [
			{
				title: 'Criptografado aqui',
				text: 'O que você insere é criptografado neste navegador antes de sair do seu dispositivo.',
			},
			{
				title: 'Aberto somente pelo remetente',
				text: 'Só quem enviou a solicitação tem a chave. O serviço intermediário repassa um envelope lacrado.',
			},
			{
				title: 'Uma única vez, e por pouco tempo',
				text: 'O link abre uma vez e expira em poucos minutos. Depois disso, nada é guardado.',
			},
		],
	},

	button: {
		retry: 'Tentar novamente agora',
		typeCode: 'Digitar um código',
		decline: 'Recusar',
	},

	trouble: {
		'no-connection': {
			title: 'Sem conexão',
			text: 'Não é possível acessar o serviço a partir deste dispositivo. Nada se perdeu.',
		},
		unavailable: {
			title: 'O serviço está indisponível no momento',
			text: 'Isso costuma passar em menos de um minuto. Nada se perdeu.',
		},
		'rate-limited': {
			title: 'Tentativas demais por enquanto',
			text: 'O serviço pede que esta rede aguarde. Nada se perdeu.',
		},
		again: (when) => `Nova tentativa ${when}.`,
		now: 'Tentando novamente…',
	},

	development: 'Desenvolvimento local: a conexão não é criptografada.',

	loading: { heading: 'Abrindo a solicitação', text: 'Um momento, por favor.' },

	enterCode: {
		heading: 'Digite o seu código',
		text: 'Ele está na mensagem que pediu para você vir até aqui.',
		label: 'Código',
		help: 'Oito letras e números, por exemplo ABCD‑1234. Você também pode colar a mensagem inteira.',
		submit: 'Continuar',
		busy: 'Procurando…',
		problem: {
			'not-a-code': 'O código não está completo. Ele tem oito letras e números, por exemplo ABCD‑1234.',
			'not-open':
				'Não há nenhuma solicitação aberta com este código. Ele pode ter sido digitado errado, ter expirado ou já ter sido aberto em outro lugar.',
		},
	},

	notOpen: {
		heading: 'Este link não está aberto',
		text: 'Ele pode já ter sido usado, ter expirado ou não ter sido copiado por inteiro.',
		next: 'Se ainda quiser responder à solicitação, peça um novo link ao remetente.',
	},

	insecure: {
		heading: 'Esta página não é segura',
		text: 'Ela foi aberta sem uma conexão criptografada, por isso outras pessoas poderiam lê-la ou alterá-la no caminho. Nada pode ser inserido aqui.',
		next: 'Peça ao remetente um link que comece com https.',
	},

	keyAlarm: {
		mismatch: {
			heading: 'Pare: a chave não é a correta',
			text: 'O seu link indica a chave que pode abrir a sua resposta. Esta página recebeu outra. Alguém pode estar tentando ler o que você insere.',
			next: 'Não use este link. Avise o remetente, por um meio em que você confia, de que a chave não corresponde.',
		},
		malformed: {
			heading: 'Pare: o link está danificado',
			text: 'O final do link, que indica qual chave pode abrir a sua resposta, está incompleto ou foi alterado. Sem ele, ninguém pode saber quem leria o que você insere.',
			next: 'Copie novamente o link inteiro da sua mensagem. Se ele for igual, peça um novo ao remetente.',
		},
		nothingSent: 'Nada foi enviado.',
	},

	unsupported: {
		heading: 'Esta página não pode responder à solicitação',
		text: 'A solicitação pede um tipo de login que esta página não conhece. Nada foi enviado.',
		next: 'Peça ao remetente que solicite as credenciais de outra forma.',
	},

	request: {
		heading: 'O que diz o remetente',
		who: 'Quem pede',
		what: 'Para',
		why: 'Motivo',
		where: 'Só será enviado para',
		nameless: 'Nenhum nome informado',
		verified: 'Verificado',
		notVerified: 'Não verificado',
		verifiedHelp: 'O serviço conhece este remetente.',
		notVerifiedHelp: 'Ninguém conferiu este nome.',
		namelessHelp: 'Tenha certeza de que sabe quem é.',
	},

	key: {
		verified: 'Chave verificada',
		verifiedHelp: 'É a que o seu link indica.',
		notPinned: 'Chave não comparada',
		notPinnedHelp: 'Nenhum link indicou uma chave, portanto não havia com o que comparar.',
	},

	check: {
		heading: 'Você esperava esta solicitação?',
		question: 'Este é o código da sua mensagem?',
		advice:
			'Só continue se você a esperava. Por trás de uma solicitação inesperada pode estar alguém que tenta obter as suas credenciais.',
		yes: 'Sim, confere',
		no: 'Eu não a esperava',
		busy: { confirm: 'Abrindo o formulário…', decline: 'Recusando…' },
	},

	report: {
		open: 'Denunciar esta solicitação',
		heading: 'Denunciar esta solicitação?',
		text: 'Faça isso se alguém pode estar tentando enganar você.',
		effects: [
			'A solicitação termina imediatamente e o link deixa de funcionar.',
			'O remetente é informado de que a solicitação foi denunciada.',
			'A denúncia fica registrada para os responsáveis por este serviço.',
			'Nada do que você inseriu é enviado.',
		],
		yes: 'Denunciar e encerrar',
		no: 'Voltar',
		busy: 'Denunciando…',
	},

	openedElsewhere: {
		heading: 'Este link já foi aberto em outro lugar',
		text: 'Cada link abre uma única vez. Se foi você, em outra aba, navegador ou dispositivo, continue por lá.',
		next: 'Se não foi você, outra pessoa tem o link. Avise o remetente imediatamente, por um meio em que você confia, e peça um novo. Nada seu foi enviado daqui.',
	},

	form: {
		heading: 'Insira as credenciais',
		sealed:
			'Criptografado neste navegador antes do envio. O serviço que repassa os dados não consegue lê-los.',
		submit: 'Criptografar e enviar',
		declining: 'Recusando…',
		optional: 'opcional',
		show: 'Mostrar',
		hide: 'Ocultar',
		choose: 'Escolher…',
		chooseFile: 'Escolher um arquivo',
		changeFile: 'Escolher outro arquivo',
		noFile: 'Nenhum arquivo escolhido',
		summary: 'Confira estes itens mais uma vez',
		refusal: {
			'too-large':
				'O serviço não aceitou: o conjunto é grande demais. Encurte algum campo ou escolha um arquivo menor.',
			'not-taken': 'O serviço não aceitou e nada foi repassado. Envie mais uma vez, por favor.',
		},
		problem: {
			required: 'Preencha este campo.',
			'required-choice': 'Escolha uma opção.',
			'required-file': 'Escolha um arquivo.',
			pattern: 'Isto não tem o formato esperado aqui.',
			tooLong: (most, now) => `Número máximo de caracteres: ${most}. Digitados: ${now}.`,
			fileTooLarge: (most, now) => `O arquivo pode ter no máximo ${most}. Este tem ${now}.`,
			fileUnreadable: 'Não foi possível ler este arquivo. Escolha-o novamente.',
			allTooLarge: (most, now) => `O conjunto pode ter no máximo ${most}. Ele tem ${now}.`,
		},
	},

	builtIn: {
		'API key': 'Chave de API',
		'Username and password': 'Nome de usuário e senha',
		Username: 'Nome de usuário',
		Password: 'Senha',
		'Access token': 'Token de acesso',
		'Access key ID': 'ID da chave de acesso',
		'Secret access key': 'Chave de acesso secreta',
		Region: 'Região',
		Certificate: 'Certificado',
		'PEM, with the whole chain if there is one.': 'Em formato PEM, com a cadeia completa, se houver.',
		'Private key': 'Chave privada',
		'PEM.': 'Em formato PEM.',
		Passphrase: 'Frase secreta',
		Database: 'Banco de dados',
		Host: 'Host',
		Port: 'Porta',
	},

	sending: {
		heading: { encrypting: 'Criptografando', sending: 'Enviando' },
		text: {
			encrypting: 'O que você inseriu está sendo criptografado neste navegador.',
			sending: 'O envelope lacrado está a caminho. Mantenha esta página aberta, por favor.',
		},
	},

	done: {
		heading: 'Enviado',
		text: 'O que você inseriu foi criptografado neste navegador e entregue. Só o remetente pode abri-lo.',
		next: 'O serviço guarda o envelope lacrado até que o remetente o retire, por alguns minutos no máximo. Esta página não contém mais o que você inseriu.',
		close: 'Você pode fechar esta página.',
		what: 'Para',
		who: 'Enviado a',
	},

	declined: {
		heading: 'Solicitação recusada',
		text: 'O remetente é informado de que você recusou. Nada mais foi enviado, e o link não funciona mais.',
		next: 'Se você não sabe quem enviou isto, avise a pessoa ou a equipe que cuida da sua segurança.',
	},

	reported: {
		heading: 'Solicitação denunciada',
		text: 'A solicitação terminou, e nada do que você inseriu foi enviado. A denúncia fica registrada para os responsáveis por este serviço.',
		next: 'Se a solicitação trazia um nome que você conhece, pergunte a essa pessoa por um meio em que você confia. Alguém pode estar usando o nome dela.',
	},

	expired: {
		heading: 'Esta solicitação terminou',
		text: 'O tempo acabou, ou o remetente a retirou. Nada foi enviado.',
		next: 'Se ainda quiser responder, peça um novo link ao remetente.',
	},

	unsure: {
		heading: 'O tempo acabou',
		text: 'O que você inseriu foi criptografado e enviado, mas nenhuma resposta voltou: pode ter chegado ou não. Só o remetente pode abri-lo.',
		next: 'Pergunte ao remetente se chegou. Se não chegou, peça um novo link.',
	},

	answered: {
		heading: 'Esta solicitação já foi respondida',
		text: 'Ela foi respondida ou recusada antes que isto chegasse ao serviço, talvez por você em outra aba. O que você inseriu aqui não foi repassado.',
		next: 'Se não foi você, avise o remetente imediatamente, por um meio em que você confia.',
	},

	refused: {
		heading: 'Isto não funcionou',
		text: 'O serviço não aceitou o que esta página enviou, e tentar novamente não ajudaria.',
		next: 'Peça um novo link ao remetente. Se acontecer de novo, informe-lhe isto:',
		unknown: 'desconhecido',
	},
};
