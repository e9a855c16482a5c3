import type { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import QRCode from 'qrcode';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** What people see of the demo: plain text where the output goes to a file, colours and a clock in a terminal. */
export class Screen {
	readonly terminal: boolean;

	constructor(private readonly stream: WriteStream) {
		this.terminal = stream.isTTY;
	}

	/** Text in a style, where the terminal has styles (and `NO_COLOR` is not set). */
	style(style: Style, text: string): string {
		return styleText(style, text, { stream: this.stream });
	}

	line(text = ''): void {
		this.stream.write(`${text}\n`);
	}

	heading(text: string): void {
		this.line(`\n${this.style('bold', text)}\n`);
	}

	/** Names and what belongs to them, in two columns. */
	table(rows: readonly (readonly [string, string])[]): void {
		const width = Math.max(...rows.map(([name]) => name.length));
		for (const [name, text] of rows) this.line(`  ${this.style('dim', name.padEnd(width))}  ${text}`);
	}

	/** A link as a QR code; nothing where there is no terminal that is wide enough. */
	async qrCode(link: string): Promise<void> {
		if (!this.terminal || this.stream.columns < 45) return;
		const code = await QRCode.toString(link, { type: 'terminal', small: true, errorCorrectionLevel: 'L' });
		// What it draws ends with a line of nothing but colours.
		const lines = code.trimEnd().split('\n').slice(0, -1);
		this.line(lines.map((line) => `  ${line}`).join('\n'));
	}

	/** Overwrites the line that is being written with another. */
	rewrite(text: string): void {
		this.stream.write(`\r\u001b[2K${text}`);
	}
}
