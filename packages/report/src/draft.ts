/** A piece of a text with shorter versions of it. */
export interface Part {
  /** From the whole one to the shortest. */
  readonly versions: readonly string[];
  /** When each version gives way to the next one: as many as there are shorter versions, in growing steps. */
  readonly cuts: readonly Cut[];
}

/** Parts with the same group give way together. */
export interface Cut {
  readonly step: number;
  readonly group?: string;
}

/** A part which always stays as it is. */
export const fixed = (text: string): Part => ({ versions: [text], cuts: [] });

export interface Fitted {
  readonly text: string;
  /** Whether something was shortened. */
  readonly isCut: boolean;
}

/**
 * Puts parts together so that they fit a length, in UTF-16 units, which are never fewer than characters. Step by step,
 * the largest parts of a step first, and no more of them than have to be, are shortened. The text is longer than the
 * limit only when the shortest versions are.
 */
export function fit(parts: readonly Part[], limit: number): Fitted {
  const chosen = parts.map(() => 0);
  const textAt = (index: number): string => parts[index]?.versions[chosen[index] ?? 0] ?? "";
  let length = parts.reduce((sum, { versions }) => sum + (versions[0]?.length ?? 0), 0);
  const steps = [...new Set(parts.flatMap(({ cuts }) => cuts.map(({ step }) => step)))].sort(
    (left, right) => left - right,
  );
  for (const step of steps) {
    if (length <= limit) break;
    const groups = new Map<string | number, number[]>();
    for (const [index, { cuts }] of parts.entries()) {
      const cut = cuts[chosen[index] ?? 0];
      if (cut?.step !== step) continue;
      const members = groups.get(cut.group ?? index);
      if (members === undefined) groups.set(cut.group ?? index, [index]);
      else members.push(index);
    }
    const sizeOf = (members: readonly number[]): number =>
      members.reduce((sum, index) => sum + textAt(index).length, 0);
    const candidates = [...groups.values()]
      .map((members) => ({ members, size: sizeOf(members) }))
      .sort((left, right) => right.size - left.size);
    for (const { members, size } of candidates) {
      if (length <= limit) break;
      for (const index of members) chosen[index] = (chosen[index] ?? 0) + 1;
      length += sizeOf(members) - size;
    }
  }
  return {
    text: [...parts.keys()].map(textAt).join(""),
    isCut: chosen.some((version) => version > 0),
  };
}
