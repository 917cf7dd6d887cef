import type fc from 'fast-check';

/** Functions that are drawn: `act` gets what was drawn for each of them, and then what it is called with. */
export const later = <Drawn, Given extends unknown[], Made>(
  drawn: fc.Arbitrary<Drawn>,
  act: (drawn: Drawn, ...given: Given) => Made,
): fc.Arbitrary<(...given: Given) => Made> =>
  drawn.map(
    (each) =>
      (...given) =>
        act(each, ...given),
  );
