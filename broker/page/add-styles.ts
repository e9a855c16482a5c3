/** Adds styles to the page that come with a chunk. As a sheet made by script, which the content security policy allows. */
export function addStyles(text: string): void {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(text);
	document.adoptedStyleSheets.push(sheet);
}
