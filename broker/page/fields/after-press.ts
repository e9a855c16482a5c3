let pressed = false;
document.addEventListener('mousedown', () => (pressed = true), true);
document.addEventListener('mouseup', () => (pressed = false), true);

/**
 * Does something at once, or where the mouse is held down, when it is let go: what moves away under it would miss the
 * click.
 */
export function afterPress(action: () => void): void {
	if (!pressed) action();
	else document.addEventListener('mouseup', () => setTimeout(action), { once: true });
}
