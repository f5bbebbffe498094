// Runs inside the page, beside hls.js. Measures; never judges (judge.mjs does that).
// Every wait is for an event, with a limit in milliseconds; nothing sleeps.
(() => {
  "use strict";

  const SEEKS = [0.5, 0.9, 0.1, 0, 1];
  const LAST_PICTURE = 0.005;
  // hls.js 1.7.4 never ends a film shorter than this, though it holds all of it.
  const LEFT_OPEN = 0.2;
  const GRID = { width: 16, height: 9 };
  const REQUEST_LIMIT = 12_000;

  const HOLD_THE_WHOLE_FILM = {
    maxBufferLength: 1e6,
    maxMaxBufferLength: 1e6,
    maxBufferSize: 1e9,
    backBufferLength: Infinity,
  };
  // A player that tries again hides a fault; on loopback the first answer is the answer.
  const ASK_ONCE = {
    default: { maxTimeToFirstByteMs: REQUEST_LIMIT, maxLoadTimeMs: REQUEST_LIMIT, timeoutRetry: null, errorRetry: null },
  };
  const POLICIES = {
    manifestLoadPolicy: ASK_ONCE,
    playlistLoadPolicy: ASK_ONCE,
    fragLoadPolicy: ASK_ONCE,
    autoStartLoad: false,
    testBandwidth: false,
    capLevelToPlayerSize: false,
    capLevelOnFPSDrop: false,
  };

  /** Source buffers of the current media element, in the order made: {mime, buffer, source}. */
  let sourceBuffers = [];
  const addSourceBuffer = MediaSource.prototype.addSourceBuffer;
  MediaSource.prototype.addSourceBuffer = function (mime) {
    const buffer = addSourceBuffer.call(this, mime);
    sourceBuffers.push({ mime, buffer, source: this });
    return buffer;
  };

  /** How long nothing may happen, in milliseconds: a film that is known to be broken need not be waited for as long. */
  let patience = 12_000;

  /** Resolves when `ready()` is true, looked at after each of the events; rejects when `limit` ms pass without one. */
  function until(what, target, events, ready, limit = patience) {
    return new Promise((resolve, reject) => {
      let timer;
      const look = () => {
        clearTimeout(timer);
        if (ready()) return done(resolve);
        timer = setTimeout(() => done(() => reject(new Error(`${what}: nothing happened for ${limit} ms`))), limit);
      };
      const done = (settle) => {
        clearTimeout(timer);
        events.forEach((name) => target.removeEventListener(name, look));
        settle();
      };
      events.forEach((name) => target.addEventListener(name, look));
      look();
    });
  }

  function newVideo() {
    sourceBuffers = [];
    document.querySelectorAll("video").forEach((old) => old.remove());
    const video = document.createElement("video");
    video.muted = true;
    document.body.append(video);
    return video;
  }

  const ranges = (buffered) => Array.from({ length: buffered.length }, (_, i) => [buffered.start(i), buffered.end(i)]);

  function bufferedByKind() {
    // A media source that broke has taken its buffers away: reading one then throws.
    const kept = sourceBuffers.filter(({ buffer, source }) => [...source.sourceBuffers].includes(buffer));
    return Object.fromEntries(kept.map(({ mime, buffer }) => [mime.split("/")[0], ranges(buffer.buffered)]));
  }

  /** Mean and spread of luma (0-255, BT.709 weights) and a coarse grid of it: enough to tell two pictures apart. */
  function look(video) {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, GRID);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(video, 0, 0, GRID.width, GRID.height);
    const { data } = context.getImageData(0, 0, GRID.width, GRID.height);
    const grid = [];
    for (let i = 0; i < data.length; i += 4) {
      grid.push(Math.round(0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2]));
    }
    const mean = grid.reduce((sum, y) => sum + y, 0) / grid.length;
    const spread = Math.sqrt(grid.reduce((sum, y) => sum + (y - mean) ** 2, 0) / grid.length);
    return { mean, spread, grid };
  }

  async function seek(video, at) {
    let mediaTime = null;
    const callback = video.requestVideoFrameCallback((_, frame) => (mediaTime = frame.mediaTime));
    video.currentTime = at;
    await until(`seek to ${at}`, video, ["seeked", "error"], () => !video.seeking || video.error);
    await until("a picture after the seek", video, ["canplay", "loadeddata", "error"], () => video.readyState > 1 || video.error);
    // One turn of the compositor, so that the picture drawn is the one sought.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    video.cancelVideoFrameCallback(callback);
    return { asked: at, reached: video.currentTime, ended: video.ended, mediaTime, ...look(video) };
  }

  async function seekAround(video) {
    const seeks = [];
    for (const fraction of SEEKS) seeks.push({ fraction, ...(await seek(video, fraction * video.duration)) });
    // At the very end there is nothing to show; the last picture stands just before it.
    seeks.push({ fraction: null, ...(await seek(video, video.duration - LAST_PICTURE)) });
    return seeks;
  }

  /** An hls.js session. `events` fires "step" whenever anything moves, so that waits can be limited by silence. */
  function open(url, video, config) {
    const hls = new Hls({ ...POLICIES, ...config });
    const session = { hls, errors: [], stalls: 0, toEnd: false, failed: false, events: new EventTarget(), isChanging: () => false };
    const step = () => session.events.dispatchEvent(new Event("step"));
    hls.on(Hls.Events.ERROR, (_, data) => {
      // hls.js compares what is buffered after an append with what it saw last; where the append of the other kind ended
      // between, it has seen the growth already and reports that there was none. What is buffered is judged by itself.
      if (data.details === "bufferAppendNoProgress" && !data.fatal) return;
      // A rung that is heard with another group of sounds ends what of the old group is still being loaded: hls.js does.
      if (data.details === "aborted" && !data.fatal) return;
      // A rung that is asked for while the film runs on is fetched from where the film has run to: the hole between is the
      // player's own. Holes of the film are seen where a rung is held whole.
      if (data.details === "bufferSeekOverHole" && !data.fatal && session.isChanging()) return;
      if (data.details === "bufferStalledError" && !data.fatal) session.stalls += 1;
      else {
        const address = data.frag?.url ?? data.url ?? null;
        session.errors.push({ type: data.type, details: data.details, fatal: data.fatal, url: address, reason: data.reason ?? data.error?.message ?? "" });
        session.failed = true;
      }
      step();
    });
    hls.on(Hls.Events.FRAG_BUFFERED, () => endTheShortest(hls, session.source));
    hls.on(Hls.Events.MEDIA_ATTACHED, (_, { mediaSource }) => {
      session.source = mediaSource;
      mediaSource.addEventListener("sourceended", () => ((session.toEnd = true), step()));
    });
    for (const name of ["MANIFEST_PARSED", "LEVEL_LOADED", "FRAG_LOADED", "FRAG_BUFFERED"]) hls.on(Hls.Events[name], step);
    hls.attachMedia(video);
    hls.loadSource(url);
    return session;
  }

  /** Ends a film that hls.js leaves open, once every buffer holds what the playlist declares. */
  function endTheShortest(hls, source) {
    if (!(source.duration < LEFT_OPEN) || source.readyState !== "open") return;
    const { frameRate } = hls.levels[hls.loadLevel];
    const whole = [...source.sourceBuffers].filter(({ updating, buffered }) => {
      return !updating && buffered.length && buffered.end(buffered.length - 1) > source.duration - 0.5 / (frameRate || 24);
    });
    if (whole.length === (hls.audioTracks.length ? 2 : 1)) source.endOfStream();
  }

  const settled = (session, ready, what) => until(what, session.events, ["step"], () => session.failed || ready());

  async function start(session, level) {
    await settled(session, () => session.hls.levels.length > 0, "the multivariant playlist");
    if (session.failed) return;
    session.hls.loadLevel = level;
    session.hls.startLoad(0);
  }

  /** What one rung holds: every segment of it (and of the sound) appended, then five seeks over the whole. */
  async function probeRung(url, level) {
    const video = newVideo();
    const session = open(url, video, HOLD_THE_WHOLE_FILM);
    const { hls } = session;
    const found = { level, errors: session.errors, limit: null, seeks: [] };
    try {
      await start(session, level);
      await settled(session, () => session.toEnd, `the whole of rung ${level}`);
      if (video.readyState < 1 && !session.failed) await until("the first picture", video, ["loadedmetadata"], () => video.readyState > 0);
      found.buffered = bufferedByKind();
      found.decoded = { width: video.videoWidth, height: video.videoHeight };
      if (!session.failed) found.seeks = await seekAround(video);
    } catch (late) {
      found.limit = late.message;
      found.buffered ??= bufferedByKind();
    }
    const rung = hls.levels[level];
    found.declared = { width: rung?.width, height: rung?.height, bandwidth: rung?.bitrate, codecs: rung?.attrs?.CODECS };
    found.frameRate = rung?.frameRate || null;
    found.duration = rung?.details?.totalduration ?? null;
    found.soundDuration = hls.audioTracks[hls.audioTrack]?.details?.totalduration ?? null;
    found.playerDuration = video.duration;
    hls.destroy();
    return found;
  }

  /** Plays from 0 to the end, quickly, changing rung at even distances: up the ladder and down again. */
  async function playThrough(url, tour, rate) {
    const video = newVideo();
    const session = open(url, video, {});
    const { hls } = session;
    const played = { rate, sizes: [], switches: [], cues: [], errors: session.errors, limit: null };
    // Chosen before hls.js has made the browser's text tracks, a subtitle track is switched off again.
    hls.once(Hls.Events.FRAG_BUFFERED, () => (hls.subtitleTrack = hls.subtitleTracks.length - 1));
    hls.once(Hls.Events.FRAG_BUFFERED, () => (hls.audioTrack = hls.audioTracks.length - 1));
    let stop = 0;
    const note = () => played.sizes.push({ at: video.currentTime, width: video.videoWidth, height: video.videoHeight });
    video.addEventListener("resize", note);
    session.isChanging = () => stop > 0 && video.videoHeight !== hls.levels[tour[stop]]?.height;
    try {
      await start(session, 0);
      hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => played.switches.push({ at: video.currentTime, level }));
      video.addEventListener("timeupdate", () => {
        // The next rung is asked for when its turn has come and the one before it was seen.
        const due = Math.floor((tour.length * video.currentTime) / video.duration);
        if (due <= stop || stop + 1 >= tour.length || video.videoHeight !== hls.levels[tour[stop]]?.height) return;
        stop += 1;
        switchNow(hls, video, tour[stop]);
      });
      await until("playing to the end", video, ["timeupdate", "ended", "error", "canplay"], () => {
        if (video.paused && video.readyState > 2 && !video.ended) {
          video.play();
          video.playbackRate = rate;
        }
        return video.ended || video.error || session.failed;
      });
    } catch (late) {
      played.limit = late.message;
    }
    played.cues = cuesOf(video);
    played.sounds = hls.audioTracks.map(({ name, lang }) => ({ name, language: lang }));
    played.heard = hls.audioTracks[hls.audioTrack]?.lang ?? null;
    const quality = video.getVideoPlaybackQuality();
    Object.assign(played, { ended: video.ended, endedAt: video.currentTime, stalls: session.stalls });
    Object.assign(played, { frames: quality.totalVideoFrames, dropped: quality.droppedVideoFrames });
    hls.destroy();
    return played;
  }

  /** Every cue that the player holds: one that came twice is there twice. */
  function cuesOf(video) {
    const cues = [...video.textTracks].flatMap((track) => [...(track.cues ?? [])]);
    return cues.map(({ startTime, endTime, text }) => ({ start: startTime, end: endTime, text }));
  }

  /** As a viewer who picks a quality: what is buffered is thrown away, the picture comes back at once in the new size. */
  function switchNow(hls, video, level) {
    // Without a seek in place Chromium shows no picture before the next key frame that is not yet played.
    hls.once(Hls.Events.BUFFER_FLUSHED, () => (video.currentTime = video.currentTime));
    hls.currentLevel = level;
  }

  const upTo = (count) => [...Array(Math.max(0, count)).keys()];
  const tourOf = (rungs) => [...upTo(rungs), ...upTo(rungs - 1).reverse()];

  async function watchStream(url) {
    const session = open(url, newVideo(), {});
    await settled(session, () => session.hls.levels.length > 0, "the multivariant playlist").catch(() => {});
    const count = session.hls.levels.length;
    const opening = session.errors;
    session.hls.destroy();
    const rungs = [];
    for (let level = 0; level < count; level += 1) rungs.push(await probeRung(url, level));
    const tour = tourOf(count);
    const whole = rungs.length > 0 && rungs.every((rung) => rung.errors.length === 0 && rung.limit === null);
    const played = whole ? await playThrough(url, tour, rateFor(rungs[0].duration, tour.length)) : null;
    return { kind: "hls", player: `hls.js ${Hls.version}`, openingErrors: opening, rungs, played };
  }

  /** A plain file in the browser's own player: seeks, and plays to the end. */
  async function watchFile(url) {
    const video = newVideo();
    const found = { kind: "file", player: "the browser's own", errors: [], limit: null, seeks: [], played: null };
    try {
      video.src = url;
      await until("the first picture", video, ["loadeddata", "error"], () => video.readyState > 1 || video.error);
      if (!video.error) found.seeks = await seekAround(video);
      if (!video.error) found.played = await playFile(video, rateFor(video.duration));
    } catch (late) {
      found.limit = late.message;
    }
    if (video.error) found.errors.push({ type: "mediaError", details: `code ${video.error.code}`, fatal: true, url, reason: video.error.message });
    found.duration = video.duration;
    found.decoded = { width: video.videoWidth, height: video.videoHeight };
    return found;
  }

  async function playFile(video, rate) {
    video.currentTime = 0;
    await until("seek to 0", video, ["seeked", "error"], () => !video.seeking || video.error);
    video.playbackRate = rate;
    await video.play();
    await until("playing to the end", video, ["timeupdate", "ended", "error"], () => video.ended || video.error);
    return { rate, ended: video.ended, endedAt: video.currentTime };
  }

  /** Some three seconds of wall time a film, or one for each stop of the tour; at most the browser's fastest, 16x. */
  const rateFor = (seconds, stops = 4) => Math.min(16, Math.max(1, seconds / Math.max(3, stops)));

  /** A stream that still grows: from where the player begins by itself to the end, waiting where nothing comes. */
  async function watchGrowing(url) {
    const video = newVideo();
    const session = open(url, video, {});
    const { hls } = session;
    const played = { kind: "growing", errors: session.errors, limit: null, lengths: [], beganAt: null };
    hls.on(Hls.Events.LEVEL_LOADED, (_, { details }) => played.lengths.push({ seconds: details.totalduration, grows: details.live }));
    video.addEventListener("playing", () => (played.beganAt ??= video.currentTime));
    try {
      await settled(session, () => session.hls.levels.length > 0, "the multivariant playlist");
      if (!session.failed) hls.startLoad(-1);
      await until("playing to the end", video, ["timeupdate", "ended", "error", "canplay", "progress"], () => {
        if (video.paused && video.readyState > 2 && !video.ended) video.play();
        return video.ended || video.error || session.failed;
      });
    } catch (late) {
      played.limit = late.message;
    }
    Object.assign(played, { ended: video.ended, endedAt: video.currentTime, stalls: session.stalls, buffered: bufferedByKind() });
    hls.destroy();
    return played;
  }

  window.watchGrowing = (url, patienceMs) => {
    patience = patienceMs ?? patience;
    return watchGrowing(url);
  };
  window.watch = (url, patienceMs) => {
    patience = patienceMs ?? patience;
    return /\.m3u8(\?|$)/.test(url) ? watchStream(url) : watchFile(url);
  };
})();
