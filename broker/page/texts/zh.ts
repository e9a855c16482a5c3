import type { Texts } from './en';

/** Every text of the page, in Chinese, in simplified characters. */
export const zh: Texts = {
	language: 'zh-Hans',
	document: {
		title: '凭据请求',
		description: '一份凭据请求，全程端到端加密。请仅在您预期会收到它时打开。',
		noScript: {
			heading: '此页面需要 JavaScript',
			text: '您输入的内容会在离开设备之前于浏览器中加密，而这只能由脚本完成。',
			next: '请允许此页面使用 JavaScript 并重新加载，或在其他浏览器中打开该链接。',
		},
	},
	links: { imprint: '法律信息', privacy: '隐私' },
	languageSwitch: {
		label: '语言',
		failed: '无法加载此语言。没有任何内容丢失。',
	},

	timeLeft: (clock) => `剩余 ${clock}`,
	announceLeft: (duration) => `剩余时间：${duration}。`,

	how: {
		heading: '工作方式',
		steps: [
			{
				title: '在此处加密',
				text: '您输入的内容会在离开设备之前于此浏览器中加密。',
			},
			{
				title: '仅请求方可以打开',
				text: '只有发出请求的一方持有密钥。中间的服务只负责转交密封的信封。',
			},
			{
				title: '仅限一次，且时间短暂',
				text: '链接只能打开一次，几分钟后即失效。此后不会保留任何内容。',
			},
		],
	},

	button: {
		retry: '立即重试',
		typeCode: '改为输入代码',
		decline: '拒绝',
	},

	trouble: {
		'no-connection': {
			title: '无法连接',
			text: '此设备无法连接到服务。没有任何内容丢失。',
		},
		unavailable: {
			title: '服务暂时不可用',
			text: '通常会在一分钟内恢复。没有任何内容丢失。',
		},
		'rate-limited': {
			title: '目前尝试次数过多',
			text: '服务要求此网络稍作等待。没有任何内容丢失。',
		},
		again: (when) => `将在${when}重试。`,
		now: '正在重试…',
	},

	development: '本地开发环境：连接未加密。',

	loading: { heading: '正在打开请求', text: '请稍候。' },

	enterCode: {
		heading: '请输入您的代码',
		text: '代码就在请您访问此页面的消息中。',
		label: '代码',
		help: '共八位字母和数字，例如 ABCD‑1234。您也可以粘贴整条消息。',
		submit: '继续',
		busy: '正在查找…',
		problem: {
			'not-a-code': '代码不完整。代码由八位字母和数字组成，例如 ABCD‑1234。',
			'not-open': '此代码没有对应的待处理请求。代码可能输入有误、已过期，或已在别处打开。',
		},
	},

	notOpen: {
		heading: '此链接无法打开',
		text: '它可能已被使用、已过期，或没有完整复制。',
		next: '如果您仍想答复此请求，请向请求方索取新的链接。',
	},

	insecure: {
		heading: '此页面不安全',
		text: '它是通过未加密的连接打开的，他人可能会在传输途中读取或篡改。此处无法输入任何内容。',
		next: '请向请求方索取以 https 开头的链接。',
	},

	keyAlarm: {
		mismatch: {
			heading: '请停止：密钥不正确',
			text: '您的链接指明了可以打开答复的密钥，而此页面收到的是另一个密钥。可能有人正试图读取您输入的内容。',
			next: '请勿使用此链接。请通过您信任的渠道告知请求方密钥不匹配。',
		},
		malformed: {
			heading: '请停止：链接已损坏',
			text: '链接的末尾指明了哪个密钥可以打开您的答复，但这部分不完整或已被更改。缺少它，就无法确定谁会读到您输入的内容。',
			next: '请从消息中重新复制完整的链接。如果仍然相同，请向请求方索取新的链接。',
		},
		nothingSent: '没有发送任何内容。',
	},

	unsupported: {
		heading: '此页面无法答复该请求',
		text: '该请求所需的登录方式，此页面并不支持。没有发送任何内容。',
		next: '请让请求方通过其他方式索取凭据。',
	},

	request: {
		heading: '请求方的说明',
		who: '请求方',
		what: '用于',
		why: '原因',
		where: '仅会发送至',
		nameless: '未提供名称',
		verified: '已验证',
		notVerified: '未验证',
		verifiedHelp: '服务已识别此请求方。',
		notVerifiedHelp: '没有人核实过此名称。',
		namelessHelp: '请务必确认对方是谁。',
	},

	key: {
		verified: '密钥已验证。',
		verifiedHelp: '它正是您的链接所指明的密钥。',
		notPinned: '密钥未经比对。',
		notPinnedHelp: '没有链接指明密钥，因此无从比对。',
	},

	check: {
		heading: '您预期会收到此请求吗？',
		question: '这是您消息中的代码吗？',
		advice: '请仅在您预期会收到此请求时继续。突如其来的请求，可能是有人企图获取您的凭据。',
		yes: '是，代码一致',
		no: '我没有料到这个请求',
		busy: { confirm: '正在打开表单…', decline: '正在拒绝…' },
	},

	report: {
		open: '举报此请求',
		heading: '要举报此请求吗？',
		text: '如果您怀疑有人企图欺骗您，请这样做。',
		effects: [
			'请求将立即结束，链接随之失效。',
			'请求方会得知该请求已被举报。',
			'举报会被记录下来，供本服务的运营人员查看。',
			'您输入的任何内容都不会发送。',
		],
		yes: '举报并结束',
		no: '返回',
		busy: '正在举报…',
	},

	openedElsewhere: {
		heading: '此链接已在别处打开',
		text: '每个链接只能打开一次。如果是您本人在其他标签页、浏览器或设备中打开的，请在那里继续。',
		next: '如果不是您本人，则说明他人持有该链接。请立即通过您信任的渠道告知请求方，并索取新的链接。此处没有发送您的任何内容。',
	},

	form: {
		heading: '请输入凭据',
		sealed: '发送前会在此浏览器中加密。负责转交的服务无法读取。',
		submit: '加密并发送',
		declining: '正在拒绝…',
		optional: '选填',
		show: '显示',
		hide: '隐藏',
		choose: '请选择…',
		chooseFile: '选择文件',
		changeFile: '选择其他文件',
		noFile: '未选择文件',
		summary: '请再检查一下以下各项',
		refusal: {
			'too-large': '服务未接受：内容总量过大。请缩短部分内容，或选择较小的文件。',
			'not-taken': '服务未接受，也没有转交任何内容。请重新发送一次。',
		},
		problem: {
			required: '请填写此项。',
			'required-choice': '请选择一项。',
			'required-file': '请选择文件。',
			pattern: '此内容不符合这里要求的格式。',
			tooLong: (most, now) => `此处最多可输入 ${most} 个字符，现在有 ${now} 个。`,
			fileTooLarge: (most, now) => `文件大小不得超过 ${most}，此文件为 ${now}。`,
			fileUnreadable: '无法读取此文件。请重新选择。',
			allTooLarge: (most, now) => `总大小不得超过 ${most}，现在为 ${now}。`,
		},
	},

	builtIn: {
		'API key': 'API 密钥',
		'Username and password': '用户名和密码',
		Username: '用户名',
		Password: '密码',
		'Access token': '访问令牌',
		'Access key ID': '访问密钥 ID',
		'Secret access key': '秘密访问密钥',
		Region: '区域',
		Certificate: '证书',
		'PEM, with the whole chain if there is one.': 'PEM 格式。如有证书链，请包含完整的证书链。',
		'Private key': '私钥',
		'PEM.': 'PEM 格式。',
		Passphrase: '密码短语',
		Database: '数据库',
		Host: '主机',
		Port: '端口',
	},

	sending: {
		heading: { encrypting: '正在加密', sending: '正在发送' },
		text: {
			encrypting: '正在此浏览器中加密您输入的内容。',
			sending: '密封的信封正在发送途中。请保持此页面打开。',
		},
	},

	done: {
		heading: '已发送',
		text: '您输入的内容已在此浏览器中加密并交出。只有请求方可以打开。',
		next: '服务会保留密封的信封，直至请求方取走，且最多保留几分钟。此页面已不再留有您输入的内容。',
		close: '您可以关闭此页面。',
		what: '用于',
		who: '发送至',
	},

	declined: {
		heading: '已拒绝',
		text: '请求方会得知您已拒绝。除此之外没有发送任何内容，链接也已失效。',
		next: '如果您不知道这是谁发来的，请告知负责安全事务的人员或团队。',
	},

	reported: {
		heading: '已举报',
		text: '请求已结束，您输入的任何内容都没有发送。举报已被记录下来，供本服务的运营人员查看。',
		next: '如果请求中出现了您认识的名称，请通过您信任的渠道向对方核实。可能有人正在冒用该名称。',
	},

	expired: {
		heading: '此请求已结束',
		text: '时间已到，或请求方已将其撤回。没有发送任何内容。',
		next: '如果您仍想答复，请向请求方索取新的链接。',
	},

	unsure: {
		heading: '时间已到',
		text: '您输入的内容已加密并发送，但没有收到回复，因此可能已送达，也可能没有。只有请求方可以打开。',
		next: '请询问请求方是否已收到。如果没有，请索取新的链接。',
	},

	answered: {
		heading: '此请求已得到答复',
		text: '在此内容到达服务之前，该请求已被答复或拒绝，也许是您在其他标签页中操作的。您在此处输入的内容没有转交。',
		next: '如果不是您本人，请立即通过您信任的渠道告知请求方。',
	},

	refused: {
		heading: '操作未成功',
		text: '服务没有接受此页面发送的内容，再次尝试也无济于事。',
		next: '请向请求方索取新的链接。如果再次出现，请告知对方以下内容：',
		unknown: '未知',
	},
};
