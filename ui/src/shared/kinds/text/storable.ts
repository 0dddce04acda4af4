/** The same text without what no database stores and no eye sees: NUL and halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '');
