// A few words spoken into the browser. Whatever the browser records or reads is brought to what a telephone speaks
// here (8 kHz, one channel, 16 bits), so that the server reads one plain kind of file and nothing else.
const RATE = 8_000;

async function asTelephoneSound(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const heard = await context.decodeAudioData(await blob.arrayBuffer());
  const samples = new Int16Array(heard.length);
  const channels = Array.from({ length: heard.numberOfChannels }, (_, n) => heard.getChannelData(n));
  for (let n = 0; n < samples.length; n += 1) {
    const mean = channels.reduce((sum, one) => sum + one[n], 0) / channels.length;
    samples[n] = Math.round(Math.max(-1, Math.min(1, mean)) * 32_767);
  }
  return new File([head(samples.byteLength), samples], "recording.wav", { type: "audio/wav" });
}

function head(bytes) {
  const view = new DataView(new ArrayBuffer(44));
  const word = (place, text) => [...text].forEach((one, n) => view.setUint8(place + n, one.charCodeAt(0)));
  word(0, "RIFF"); view.setUint32(4, 36 + bytes, true); word(8, "WAVE");
  word(12, "fmt "); view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, RATE * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  word(36, "data"); view.setUint32(40, bytes, true);
  return view.buffer;
}

class Recorder {
  #form; #file; #recording = null; #began = 0; #url = "";

  constructor(form) {
    this.#form = form;
    this.#file = form.querySelector("input[type=file]");
    this.#part("acts").hidden = !navigator.mediaDevices?.getUserMedia;
    this.#part("keep").hidden = true; // until there is something to keep
    this.#part("start").addEventListener("click", () => this.#start());
    this.#part("stop").addEventListener("click", () => this.#recording?.stop());
    this.#file.addEventListener("change", () => { if (this.#file.files[0]) this.#take(this.#file.files[0]); });
  }

  #part(name) { return this.#form.querySelector(`[data-recorder-${name}]`); }

  #says(name) { this.#part("says").textContent = name ? this.#form.dataset[name] : ""; }

  async #start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false } });
    } catch (error) {
      this.#says(error.name === "NotFoundError" ? "saysMissing" : "saysDenied");
      return;
    }
    const parts = [];
    this.#recording = new MediaRecorder(stream);
    this.#recording.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.#recording.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      this.#shows(false);
      this.#take(new Blob(parts, { type: this.#recording.mimeType }));
    });
    this.#recording.start();
    this.#began = performance.now();
    this.#shows(true);
    this.#says("saysRecording");
    this.#meter(stream);
  }

  #shows(recording) {
    for (const name of ["stop", "level", "time"]) this.#part(name).hidden = !recording;
    this.#part("start").hidden = recording;
    this.#part(recording ? "stop" : "start").focus();
    if (recording) this.#part("sound").hidden = true;
  }

  #meter(stream) {
    const context = new AudioContext();
    const ear = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(ear);
    const wave = new Float32Array(ear.fftSize);
    const look = () => {
      if (this.#recording.state !== "recording") { context.close(); return; }
      ear.getFloatTimeDomainData(wave);
      const loudest = wave.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
      this.#part("level").style.setProperty("--level", Math.min(1, loudest * 1.5).toFixed(2));
      const seconds = (performance.now() - this.#began) / 1_000;
      this.#part("time").textContent = `${Math.floor(seconds)} s`;
      if (seconds >= Number(this.#form.dataset.longest)) this.#recording.stop();
      requestAnimationFrame(look);
    };
    look();
  }

  async #take(blob) {
    let sound;
    try {
      sound = await asTelephoneSound(blob);
    } catch {
      this.#says("saysUnreadable");
      return;
    }
    const files = new DataTransfer();
    files.items.add(sound);
    this.#file.files = files.files;
    URL.revokeObjectURL(this.#url);
    this.#url = URL.createObjectURL(sound);
    this.#part("sound").src = this.#url;
    this.#part("sound").hidden = false;
    this.#part("keep").hidden = false;
    this.#part("file").hidden = this.#recording !== null; // a file of ours needs no name
    this.#says("saysReady");
  }
}

for (const form of document.querySelectorAll("[data-recorder]")) new Recorder(form);
