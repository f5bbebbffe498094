// Runs inside the page, beside shaka-player or dash.js. Measures; Python judges.
(() => {
  "use strict";

  let patience = 12_000;
  const THUMBNAIL_TIMES = [0, 0.5, 4.9, 12.5, 24.9, 25.1, 27.3];

  /** Resolves when `ready()` is true, looked at after each event of the video; rejects when nothing happens for long. */
  function until(what, video, ready, failed) {
    const names = ["timeupdate", "resize", "seeked", "loadeddata", "canplay", "progress", "ended", "error", "pause"];
    return new Promise((resolve, reject) => {
      let timer;
      const done = (settle) => {
        clearTimeout(timer);
        names.forEach((name) => video.removeEventListener(name, look));
        settle();
      };
      const look = () => {
        clearTimeout(timer);
        if (failed() || ready()) return done(resolve);
        timer = setTimeout(() => done(() => reject(new Error(`${what}: nothing happened for ${patience} ms`))), patience);
      };
      names.forEach((name) => video.addEventListener(name, look));
      look();
    });
  }

  function newVideo() {
    document.querySelectorAll("video").forEach((old) => old.remove());
    const video = document.createElement("video");
    video.muted = true;
    document.body.append(video);
    return video;
  }

  /** A thumbnail as `thumbnails.vtt` would name it, and the size that its sheet really has. */
  async function tile(url, x, y, width, height) {
    const sheet = new Image();
    sheet.src = url;
    await sheet.decode();
    const name = url.split("/").pop();
    return { named: `${name}#xywh=${x},${y},${width},${height}`, sheet: [sheet.naturalWidth, sheet.naturalHeight] };
  }

  /** A session of shaka-player. `rungs` are its sizes, the smallest first. */
  async function shakaSession(url, video) {
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    const errors = [];
    player.addEventListener("error", ({ detail }) => errors.push(`${detail.code} ${detail.data}`));
    await player.attach(video);
    player.configure({ abr: { enabled: false } });
    await player.load(url).catch((error) => errors.push(`${error.code} ${error.data}`));
    const tracks = player.getVariantTracks().sort((one, other) => one.height - other.height);
    return {
      errors,
      rungs: tracks.map(({ width, height }) => ({ width, height })),
      languages: [...new Set(player.getTextTracks().map(({ language }) => language))],
      choose: (number) => player.selectVariantTrack(tracks[number], true),
      cues: async () => {
        player.selectTextTrack(player.getTextTracks()[0]);
      },
      thumbnail: async (time) => {
        const found = await player.getThumbnails(null, time);
        return found && tile(found.uris[0], found.positionX, found.positionY, found.width, found.height);
      },
      end: () => player.destroy(),
    };
  }

  /** A session of dash.js, likewise. */
  async function dashSession(url, video) {
    const player = dashjs.MediaPlayer().create();
    const errors = [];
    player.on("error", ({ error }) => errors.push(`${error.code} ${error.message}`));
    player.on("playbackError", ({ error }) => errors.push(`playback ${error?.code}`));
    player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false, audio: false } } } });
    const ready = new Promise((resolve) => {
      player.on("streamInitialized", resolve);
      player.on("error", resolve);
    });
    player.initialize(video, url, false);
    await ready;
    const rungs = player.getRepresentationsByType("video").slice().sort((one, other) => one.height - other.height);
    return {
      errors,
      rungs: rungs.map(({ width, height }) => ({ width, height })),
      languages: [...new Set(player.getTracksFor("text").map(({ lang }) => lang))],
      choose: (number) => player.setRepresentationForTypeById("video", rungs[number].id, true),
      cues: async () => player.setTextTrack(0),
      thumbnail: (time) =>
        new Promise((resolve) => {
          player.provideThumbnail(time, (found) => resolve(found && tile(found.url, found.x, found.y, found.width, found.height)));
        }),
      end: async () => player.destroy(),
    };
  }

  const SESSIONS = { shaka: shakaSession, dash: dashSession };

  const sizeOf = (video) => ({ width: video.videoWidth, height: video.videoHeight });

  /** Every rung from a session of its own: its size, and where what is buffered begins. */
  async function seenRung(name, url, number) {
    const video = newVideo();
    const session = await SESSIONS[name](url, video);
    const found = { errors: session.errors, asked: session.rungs[number], limit: null };
    const failed = () => session.errors.length > 0;
    try {
      session.choose(number);
      // A player that replaces what it holds shows nothing new before a seek.
      await until("the first picture", video, () => video.readyState > 1, failed);
      video.currentTime = video.duration / 2;
      const isShown = () => !video.seeking && video.readyState > 1 && video.videoHeight === found.asked.height;
      await until("the rung in the middle", video, isShown, failed);
      found.reached = video.currentTime;
      Object.assign(found, sizeOf(video)); // here: at the beginning a player may still hold what it loaded before it was asked
      video.currentTime = 0;
      await until("a seek to the beginning", video, () => !video.seeking && video.readyState > 1, failed);
      found.start = video.buffered.length ? video.buffered.start(0) : null;
    } catch (late) {
      Object.assign(found, { limit: late.message, ...sizeOf(video) });
    }
    found.duration = video.duration;
    await session.end();
    return found;
  }

  async function played(name, url) {
    const video = newVideo();
    const session = await SESSIONS[name](url, video);
    const found = { errors: session.errors, limit: null };
    try {
      if (session.languages.length) await session.cues();
      video.playbackRate = Math.min(16, Math.max(1, video.duration / 4));
      await video.play();
      await until("playing to the end", video, () => video.ended, () => session.errors.length > 0);
    } catch (late) {
      found.limit = late.message;
    }
    Object.assign(found, { ended: video.ended, endedAt: video.currentTime, duration: video.duration });
    await session.end();
    return found;
  }

  window.watchWith = async (name, url, patienceMs) => {
    patience = patienceMs ?? patience;
    const video = newVideo();
    const session = await SESSIONS[name](url, video);
    const report = { kind: "other", player: name, rungs: [], languages: session.languages, errors: session.errors };
    const count = session.rungs.length;
    report.thumbnails = [];
    for (const time of THUMBNAIL_TIMES.filter((one) => one < video.duration)) {
      report.thumbnails.push({ time, ...(await session.thumbnail(time)) });
    }
    await session.end();
    for (let number = 0; number < count; number += 1) report.rungs.push(await seenRung(name, url, number));
    report.played = await played(name, url);
    return report;
  };
})();
