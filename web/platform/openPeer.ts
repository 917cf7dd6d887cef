type PeerConstructor = new (configuration: RTCConfiguration) => RTCPeerConnection;

/**
 * A peer connection with those of the ICE servers that this browser takes. One address that it does not like
 * costs the whole peer: Firefox (153) throws a SyntaxError for a port on its list of blocked ones
 * (`'turn:host:53' uses a port that is blocked`), which Chromium lets pass. What is left out was no use;
 * where no relay is left, gathering finds none and says so.
 * @throws what the browser throws where the addresses are not to blame
 */
export function openPeer(Peer: PeerConstructor, configuration: RTCConfiguration): RTCPeerConnection {
  try {
    return new Peer(configuration);
  } catch (thrown) {
    const given = configuration.iceServers ?? [];
    const taken = given.map((server) => withTakenUrls(Peer, server)).filter(({ urls }) => urls.length > 0);
    if (countUrls(taken) === countUrls(given)) throw thrown;
    return new Peer({ ...configuration, iceServers: taken });
  }
}

function withTakenUrls(Peer: PeerConstructor, server: RTCIceServer): RTCIceServer {
  const isTaken = (url: string) => {
    try {
      new Peer({ iceServers: [{ ...server, urls: [url] }] }).close();
      return true;
    } catch {
      return false;
    }
  };
  return { ...server, urls: [server.urls].flat().filter(isTaken) };
}

const countUrls = (servers: RTCIceServer[]) => servers.flatMap(({ urls }) => urls).length;
