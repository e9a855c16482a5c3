import { byId, element } from '../../page/dom';

/** What is asked before something is done that cannot be undone. */
export interface Question {
	readonly text: string;
	readonly detail: string;
	readonly yes: string;
}

/** Asks, and gives whether the answer is yes. Escape and the other button mean no, and have the focus. */
export function ask({ text, detail, yes }: Question): Promise<boolean> {
	const dialog = byId('dialog') as HTMLDialogElement;
	const no = element('button', { type: 'submit', value: 'no', autofocus: true }, 'Keep');
	const confirm = element('button', { type: 'submit', value: 'yes', class: 'danger' }, yes);
	dialog.replaceChildren(
		element(
			'form',
			{ method: 'dialog' },
			element('h2', { id: 'question' }, text),
			element('p', {}, detail),
			element('div', { class: 'row' }, confirm, no),
		),
	);
	dialog.returnValue = 'no';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener(
			'close',
			() => {
				resolve(dialog.returnValue === 'yes');
			},
			{ once: true },
		);
	});
}
