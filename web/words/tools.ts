/**
 * The texts of what is fetched after the first paint: gallery, zoom, details of results. Apart from the others,
 * so that the first paint does not wait for them.
 */
import { count, params } from '@nanostores/i18n';

export const toolsEnglish = {
  rail: {
    title: 'More',
    gallery: 'Gallery',
    results: 'Results',
    freeze: 'Freeze',
    still: 'Still',
    clip: 'Clip',
    filtered: 'Filtered',
  },
  /** Picture and boxes, taken home. */
  capture: {
    still: 'The picture with its boxes',
    clip: 'The clip with its boxes',
    failed: 'This browser could not make it. Wait until the picture moves, then try again.',
  },
  /** What was seen, and what is shown of it. */
  seen: {
    now: 'In view',
    classes: 'Show classes',
    most: params('{count} at once in the last minute'),
    least: 'Least sure shown',
    /** Of a workflow. */
    can: params('Sees {names}'),
    codes: 'QR codes, barcodes',
    all: 'Show all',
    hiddenNow: 'The filter leaves things out.',
    take: 'Take home what this session saw',
    json: 'All of it, JSON',
    counts: 'Counts, CSV',
    things: 'Codes and tracks, CSV',
    nothingYet: 'This visit has seen nothing yet.',
  },
  /** What one sets once; under the same name with `Why` what it does. */
  habits: {
    camera: 'Camera',
    rear: 'Rear camera',
    front: 'Front camera',
    /** Two of the same name. */
    numbered: params('{name} {number}'),
    rearFirst: 'Rear camera first',
    inUse: 'on now',
    enhancedFirst: 'ENH on from the start',
    enhancedFirstWhy: 'A relay is used only where direct video does not get through.',
    vibration: 'Vibration',
    vibrationWhy: 'At a press, and when a new code is read.',
    sound: 'Sound',
    soundWhy: 'Two notes when a new code is read.',
    highContrast: 'High contrast, for sunlight',
    highContrastWhy: 'Darker grounds below all words.',
  },
  /** Of one thing. */
  thing: {
    sure: 'Sure',
    tag: 'Number, time, speed',
    place: 'Place in the picture',
    at: params('{x}, {y}; {width} × {height} px'),
  },
  /** Of a text that was read. */
  text: {
    leadsTo: 'Leads to',
    open: 'Open',
    closed:
      'It is not opened here: its name has letters that can pass for others, or stands behind another name. Copy it if you trust it.',
  },
  zoom: {
    title: 'Zoom',
    picture: 'Picture. Plus and minus zoom, arrows move, zero shows all of it.',
    closer: 'Zoom in',
    farther: 'Zoom out',
    whole: 'Whole picture',
    shown: params('{factor} ×'),
    boxes: 'Boxes',
  },
  gallery: {
    choose: 'Choose a picture',
    /** Of the workflow that is on. */
    looksAt: params('{workflow} will look at it.'),
    empty: 'Photos that you take or choose are kept here, on this device alone.',
    size: count({ one: '{count} photo', other: '{count} photos' }),
    /** `size` and `amount` are texts. */
    takes: params('{size}, {amount} on this device'),
    clear: 'Clear the gallery',
    barred: 'This browser keeps nothing here: a private window, or its settings forbid it.',
    notCleared: 'The gallery could not be cleared. Try again, or clear this page’s data in the browser.',
    notDeleted: 'The photo could not be deleted. Try again.',
    notRestored: 'The photo could not be brought back: this device has no room left.',
    forget: params('Delete the photo of {date}'),
    deleted: 'Photo deleted.',
    undo: 'Undo',
    photo: params('{date}, {workflow}, {found} found'),
    full: 'Not kept in the gallery: this device has no room left. Clear the gallery, then look again.',
    notKept: 'Not kept in the gallery: this browser keeps nothing here.',
  },
  settings: {
    title: 'Settings',
    trueToFrame: 'True to the frame',
    trueToFrameWhy: 'Boxes stay where the worker saw them, in place of following the picture.',
    live: 'LIVE runs',
    waitsForEnh: params('ENH runs FAST. {name} waits, and is back when ENH is off.'),
    waitsForAcc: params('ACC is on. {name} waits, and is back with FAST.'),
    ownValue: "The workflow's own",
    commas: 'With commas between',
    yes: 'Yes',
    no: 'No',
    refused: 'The workflow does not take this.',
    /** Of the session's bytes. `kind`: one of the two of `route`. */
    data: 'Data of this session',
    dataBy: params('{sent} up, {received} down · {kind}'),
    cost: params('The relay costs about {hourly} an hour, {sum} so far.'),
    /** `month`: when it was read. */
    listPrice: params('By the list price of {provider}, {price} a GB, {month}.'),
    mostData: 'LIVE stops after',
    noMost: 'No limit',
    mostDataWhy: 'All bytes of one session count, up and down.',
    language: 'Language',
    languageOfBrowser: "The browser's",
    languageMissing: 'This language could not be fetched. It comes with the next visit that has a network.',
  },
  hud: {
    title: 'Session in figures',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'Not copied',
    route: 'Route',
    results: 'Results',
    age: 'Age of a result',
    roundTrip: 'Round trip',
    loss: 'Lost',
    up: 'Up',
    down: 'Down',
    sent: 'Picture sent',
    relayed: 'By the relay',
    cost: 'Its list price',
    unitPerSecond: params('{value}/s'),
    unitMs: params('{value} ms'),
    unitPercent: params('{value} %'),
    unitKbps: params('{value} kbit/s'),
    unitPicture: params('{width} × {height}, {frames}/s'),
  },
};
