/** The texts of the tools, in German. */
import type { ToolsTranslation } from './translation';

const germanTools: ToolsTranslation = {
  rail: {
    title: 'Mehr',
    gallery: 'Galerie',
    results: 'Ergebnisse',
    freeze: 'Anhalten',
    still: 'Standbild',
    clip: 'Clip',
    filtered: 'Gefiltert',
  },
  capture: {
    still: 'Das Bild mit seinen Rahmen',
    clip: 'Der Clip mit seinen Rahmen',
    failed:
      'Dieser Browser konnte das nicht machen. Warte, bis sich das Bild bewegt, und versuche es noch einmal.',
  },
  seen: {
    now: 'Im Bild',
    classes: 'Klassen zeigen',
    most: '{count} zugleich in der letzten Minute',
    least: 'Zeigen ab Sicherheit',
    can: 'Sieht {names}',
    codes: 'QR-Codes, Strichcodes',
    all: 'Alles zeigen',
    hiddenNow: 'Der Filter lässt etwas weg.',
    take: 'Mitnehmen, was diese Sitzung gesehen hat',
    json: 'Alles, als JSON',
    counts: 'Anzahlen, als CSV',
    things: 'Codes und Spuren, als CSV',
    nothingYet: 'Bei diesem Besuch wurde noch nichts gesehen.',
  },
  habits: {
    camera: 'Kamera',
    rear: 'Rückkamera',
    front: 'Frontkamera',
    numbered: '{name} {number}',
    rearFirst: 'Zuerst die Rückkamera',
    inUse: 'gerade an',
    enhancedFirst: 'ENH von Anfang an',
    enhancedFirstWhy: 'Das Relay wird nur genutzt, wo direktes Video nicht geht.',
    vibration: 'Vibration',
    vibrationWhy: 'Beim Drücken und wenn ein neuer Code gelesen wird.',
    sound: 'Ton',
    soundWhy: 'Zwei Töne, wenn ein neuer Code gelesen wird.',
    highContrast: 'Hoher Kontrast, für Sonnenlicht',
    highContrastWhy: 'Dunklere Flächen unter der Schrift.',
  },
  thing: {
    sure: 'Sicherheit',
    tag: 'Nummer, Dauer, Tempo',
    place: 'Ort im Bild',
    at: '{x}, {y}; {width} × {height} px',
  },
  text: {
    leadsTo: 'Führt zu',
    open: 'Öffnen',
    closed:
      'Das wird hier nicht geöffnet: Der Name hat Buchstaben, die wie andere aussehen, oder steht hinter einem anderen Namen. Kopiere ihn, wenn du ihm traust.',
  },
  zoom: {
    title: 'Zoom',
    picture: 'Bild. Plus und Minus zoomen, Pfeile bewegen, Null zeigt das Ganze.',
    closer: 'Vergrößern',
    farther: 'Verkleinern',
    whole: 'Ganzes Bild',
    shown: '{factor} ×',
    boxes: 'Rahmen',
  },
  gallery: {
    choose: 'Bild auswählen',
    looksAt: '{workflow} sieht es sich an.',
    empty: 'Fotos, die du machst oder auswählst, bleiben hier, nur auf diesem Gerät.',
    size: { one: '{count} Foto', other: '{count} Fotos' },
    takes: '{size}, {amount} auf diesem Gerät',
    clear: 'Galerie leeren',
    barred: 'Dieser Browser behält hier nichts: Ein privates Fenster oder seine Einstellungen verbieten es.',
    notCleared:
      'Die Galerie ließ sich nicht leeren. Versuche es noch einmal, oder lösche die Daten dieser Seite im Browser.',
    notDeleted: 'Das Foto ließ sich nicht löschen. Versuche es noch einmal.',
    notRestored: 'Das Foto ließ sich nicht zurückholen: Auf diesem Gerät ist kein Platz mehr.',
    forget: 'Foto vom {date} löschen',
    deleted: 'Foto gelöscht.',
    undo: 'Rückgängig',
    photo: '{date}, {workflow}, {found} gefunden',
    full: 'Nicht in der Galerie: Auf diesem Gerät ist kein Platz mehr. Leere die Galerie und sieh dann noch einmal nach.',
    notKept: 'Nicht in der Galerie: Dieser Browser behält hier nichts.',
  },
};

export default germanTools;
