type Turn<Asker> = { asker: Asker; number: number };

/**
 * Which child may detect in a frame, while there are more sessions than threads that detect at the same time.
 * Left to the system, eight detections would share two cores, and each take four times as long: results were
 * 160 ms old in place of 45. A frame is only taken when it is its session's turn, so whoever waits here waits
 * for a newer one. In the order in which they asked.
 */
export class Turns<Asker> {
  private readonly waiting: Turn<Asker>[] = [];
  private readonly running: Turn<Asker>[] = [];

  /** @param size detections at the same time. @param each of them that one asker has threads for. */
  constructor(
    private readonly size: number,
    private readonly each: number,
    private readonly grant: (asker: Asker, number: number) => void,
  ) {}

  /** @param number the asker's own, unlike its others. */
  ask(asker: Asker, number: number): void {
    this.waiting.push({ asker, number });
    this.serve();
  }

  done(asker: Asker, number: number): void {
    remove(this.running, (turn) => turn.asker === asker && turn.number === number);
    this.serve();
  }

  /** It asks no more, and will not say when it is done. */
  leave(asker: Asker): void {
    for (const turns of [this.waiting, this.running]) remove(turns, (turn) => turn.asker === asker);
    this.serve();
  }

  private serve(): void {
    while (this.running.length < this.size) {
      const at = this.waiting.findIndex(({ asker }) => this.countOf(asker) < this.each);
      const [turn] = at < 0 ? [] : this.waiting.splice(at, 1);
      if (!turn) return;
      this.running.push(turn);
      this.grant(turn.asker, turn.number);
    }
  }

  private countOf(asker: Asker): number {
    return this.running.filter((turn) => turn.asker === asker).length;
  }
}

function remove<Each>(list: Each[], isMeant: (each: Each) => boolean): void {
  for (let at = list.length - 1; at >= 0; at -= 1) if (isMeant(list[at] as Each)) list.splice(at, 1);
}
