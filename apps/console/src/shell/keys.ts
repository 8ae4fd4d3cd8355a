const fields = 'input, textarea, select, [contenteditable]';

/** Whether the key is for a field, and no command. */
export const isTyping = ({ target }: KeyboardEvent): boolean => target instanceof Element && target.closest(fields) !== null;

/** The letter, where no modifier makes it another command. */
export const keyOf = ({ key, metaKey, ctrlKey, altKey }: KeyboardEvent): string => (metaKey || ctrlKey || altKey ? '' : key.toLowerCase());
