/** One tab of a browser, whichever drives it. Elements are found by XPath, and waited for. */
export interface BrowserTab {
	open(address: string): Promise<void>;
	reload(): Promise<void>;
	back(): Promise<void>;
	forward(): Promise<void>;
	/** The value of an expression in the page. */
	evaluate(expression: string): Promise<unknown>;
	click(xpath: string): Promise<void>;
	/** Types by the keyboard. */
	type(xpath: string, text: string): Promise<void>;
	/** Chooses an option of a `select`. */
	choose(xpath: string, value: string): Promise<void>;
	chooseFile(xpath: string, file: string): Promise<void>;
}
