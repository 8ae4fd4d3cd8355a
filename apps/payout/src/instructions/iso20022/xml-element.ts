/** An element of a message: in one namespace with the whole message, with either children or text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type Child = XmlElement | undefined;

/** An element with children; those that are undefined are left out, which keeps optional elements in their place. */
export const group = (name: string, ...children: readonly Child[]): XmlElement => ({
  name, attributes: {}, text: '', children: children.filter((child) => child !== undefined),
});

export const leaf = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): XmlElement => ({ name, attributes, text, children: [] });

export const childrenOf = (parent: XmlElement, name: string): readonly XmlElement[] => parent.children.filter((child) => child.name === name);

/** The first element on a path of names such as `GrpHdr/MsgId`. */
export function elementAt(parent: XmlElement, path: string): XmlElement | undefined {
  return path.split('/').reduce<Child>((element, name) => element?.children.find((child) => child.name === name), parent);
}

export const textAt = (parent: XmlElement, path: string): string | undefined => elementAt(parent, path)?.text;
