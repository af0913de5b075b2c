// Search without a server: browsers start no workers for pages opened from the disk, so the search's program runs in
// a hidden frame instead, and messages go to and fro as they would with a worker. Elsewhere this does nothing.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      document.body.append(frame);
      const inner = (this.inner = frame.contentWindow);
      const scope = inner.document;
      // What the program sends is heard here; what is sent before it has loaded waits for it.
      inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      inner.importScripts = (...urls) => urls.reduce((done, one) => done.then(() => this.load(scope, one)), Promise.resolve());
      this.load(scope, url).then(() => {
        this.ready = true;
        this.waiting.splice(0).forEach((data) => this.postMessage(data));
      });
    }
    load(scope, url) {
      return new Promise((done, failed) => {
        const script = scope.createElement("script");
        script.src = url;
        script.onload = done;
        script.onerror = failed;
        scope.body.append(script);
      });
    }
    postMessage(data) {
      if (this.ready) this.inner.dispatchEvent(new MessageEvent("message", { data }));
      else this.waiting.push(data);
    }
    terminate() {}
  };
}
