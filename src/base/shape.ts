/**
 * What the type of plain data says of a place in it: which members it names there, and which words of ours can stand
 * there. For who must not take one of them for something else.
 */
export interface Shape {
  /** The members that are named, each with its own shape. */
  readonly members: ReadonlyMap<string, Shape>;
  /** Of the members that have names of others. */
  readonly open?: Shape;
  readonly item?: Shape;
  /** The texts that can stand here, where those are named. */
  readonly words: ReadonlySet<string>;
  /** What stands here is the number of a version, which can look like an address. */
  readonly isVersion: boolean;
}
