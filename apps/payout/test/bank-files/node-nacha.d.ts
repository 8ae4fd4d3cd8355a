/** The package has no types of its own. */
declare module '@midlandsbank/node-nacha' {
  const nacha: { from(text: string): { data: unknown } };
  export default nacha;
}
