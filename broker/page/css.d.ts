/** A style sheet that a chunk brings along, as text: see `addStyles`. */
declare module '*.css' {
	const text: string;
	export default text;
}
