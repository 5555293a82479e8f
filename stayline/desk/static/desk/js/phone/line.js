/* One's own line to the exchange: signs in, is rung, speaks. Says what happens as events, and knows
   nothing of the page. JsSIP (vendor/) is loaded before it. */
const RING = 180, DECLINED = 486;
const SOUND = { iceServers: [], bundlePolicy: "max-bundle" };

/* A browser that hides where it is says 0.0.0.0, which an exchange takes for Hold; the real way is found
   by ICE, whatever stands here. */
const somewhere = (sdp) => sdp.replaceAll("c=IN IP4 0.0.0.0", "c=IN IP4 127.0.0.1");

export class Line extends EventTarget {
  #agent = null;
  #call = null;
  #isWanted = false;
  #answered = null; // the call somebody said yes to: a second press opens no second microphone
  #sound = null; // what the microphone gives, for as long as a call lasts

  constructor({ address, signIn, microphone }) {
    super();
    this.address = address;
    this.signIn = signIn;
    this.microphone = microphone;
  }

  get isTalking() { return Boolean(this.#call?.isEstablished()); }
  get isRinging() { return Boolean(this.#call && !this.#call.isEstablished() && !this.#call.isEnded()); }
  get isMuted() { return Boolean(this.#call?.isMuted().audio); }
  get isHolding() { return Boolean(this.#call?.isOnHold().local); }

  #tell(kind, detail = {}) { this.dispatchEvent(new CustomEvent(kind, { detail })); }

  async switchOn() {
    const { name, password } = await this.signIn(true);
    const socket = new window.JsSIP.WebSocketInterface(this.address);
    this.#isWanted = true;
    this.#agent = new window.JsSIP.UA({
      sockets: [socket], uri: `sip:${name}@${location.hostname}`, authorization_user: name, password,
      register_expires: RING, session_timers: false, connection_recovery_min_interval: 1, connection_recovery_max_interval: 8,
    });
    this.#agent.on("registered", () => this.#tell("ready"));
    this.#agent.on("disconnected", () => { if (this.#isWanted) this.#tell("lost"); });
    this.#agent.on("connected", () => { if (this.isTalking) this.#sayWhereWeAre(); });
    this.#agent.on("registrationFailed", ({ response }) => { if (this.#isWanted && response) this.#signInAgain(); });
    this.#agent.on("newRTCSession", ({ originator, session }) => { if (originator === "remote") this.#rung(session); });
    this.#agent.start();
  }

  /* The exchange was started anew and has forgotten us, or another window took our calls. */
  async #signInAgain() {
    try {
      const { password } = await this.signIn(false);
      this.#agent.set("password", password);
      this.#agent.register();
    } catch (error) {
      if (!this.isTalking) this.switchOff();
      this.#tell("refused", { error });
    }
  }

  /* After a lost connection the exchange must know by which way this call is reached now. */
  #sayWhereWeAre() { this.#call.renegotiate({ rtcOfferConstraints: {} }); }

  switchOff() {
    this.#isWanted = false;
    this.hangUp();
    this.#agent?.stop();
    this.#agent = null;
    this.#tell("off");
  }

  #rung(session) {
    if (this.#call) { session.terminate({ status_code: DECLINED }); return; } // one ear, one call
    this.#call = session;
    session.on("peerconnection", ({ peerconnection }) => this.#hear(peerconnection));
    session.on("sdp", (said) => { if (said.originator === "local") said.sdp = somewhere(said.sdp); });
    session.on("confirmed", () => this.#tell("talking"));
    for (const kind of ["hold", "unhold", "muted", "unmuted"]) session.on(kind, () => this.#tell("changed"));
    session.on("ended", ({ originator }) => this.#ended({ wasTalking: true, isTheirs: originator === "remote" }));
    session.on("failed", ({ originator }) => this.#ended({ wasTalking: false, isTheirs: originator === "remote" }));
    this.#tell("ringing");
  }

  #hear(connection) {
    connection.addEventListener("track", ({ track, streams }) => this.#tell("heard", { stream: streams[0] ?? new MediaStream([track]) }));
  }

  #ended(how) {
    this.#call = this.#answered = null;
    this.#silence();
    this.#tell("ended", how);
  }

  #silence() {
    for (const track of this.#sound?.getTracks() ?? []) track.stop();
    this.#sound = null;
  }

  /* Raises what the browser says when there is no microphone, or none may be used. */
  async answer() {
    const call = this.#call;
    if (!call || call === this.#answered) return;
    this.#answered = call;
    let sound;
    try { sound = await this.microphone(); } catch (error) { this.#answered = null; throw error; }
    if (call !== this.#call) { for (const track of sound.getTracks()) track.stop(); return; } // gone meanwhile
    this.#listenTo(sound);
    call.answer({ mediaStream: sound, pcConfig: SOUND, mediaConstraints: { audio: true, video: false } });
  }

  #listenTo(sound) {
    this.#sound = sound;
    for (const track of sound.getTracks()) track.addEventListener("ended", () => { if (this.#sound === sound) this.#tell("unplugged"); });
  }

  /* Another microphone, in the middle of a call. */
  async useMicrophone() {
    const sender = this.#call?.connection?.getSenders().find((one) => one.track?.kind === "audio" || !one.track);
    if (!sender) return;
    const sound = await this.microphone();
    const [track] = sound.getAudioTracks();
    track.enabled = !this.isMuted;
    await sender.replaceTrack(track);
    this.#silence();
    this.#listenTo(sound);
  }

  /* How many packets of sound have come in this call; the exchange sends them also while nobody speaks. */
  async received() {
    let all = 0;
    for (const one of (await this.#call?.connection?.getStats())?.values() ?? []) if (one.type === "inbound-rtp") all += one.packetsReceived;
    return all;
  }

  hangUp() { if (this.#call && !this.#call.isEnded()) this.#call.terminate(this.#call.isEstablished() ? {} : { status_code: DECLINED }); }
  mute(isMuted) { if (isMuted) this.#call?.mute({ audio: true }); else this.#call?.unmute({ audio: true }); this.#tell("changed"); }
  hold(isHeld) {
    if (!this.#agent?.isConnected()) return; // what cannot be told to the exchange ends the call in JsSIP
    if (isHeld) this.#call?.hold(); else this.#call?.unhold();
  }
  press(key) { this.#call?.sendDTMF(key, { transportType: "RFC2833" }); }
}
