// Sends one file with the real tus-js-client. Arguments: its folder, then the job as JSON
// {endpoint, file, metadata, headers, chunkSize?, end?}. Says what happens in lines of JSON.
"use strict";
const fs = require("node:fs");
const tus = require(process.argv[2]);
const job = JSON.parse(process.argv[3]);
const say = (event, more = {}) => process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

const upload = new tus.Upload(fs.createReadStream(job.file), {
  endpoint: job.endpoint,
  metadata: job.metadata,
  headers: job.headers,
  chunkSize: job.chunkSize ?? Infinity,
  // Until a server that was killed is back, however busy the machine.
  retryDelays: [50, 100, 200, ...Array(200).fill(400)],
  onUploadUrlAvailable: () => say("address", { url: upload.url }),
  onShouldRetry: (error, attempt) => {
    const status = error.originalResponse?.getStatus() ?? 0;
    say("retry", { attempt, status });
    return status < 400 || status >= 500 || status === 409;
  },
  onError: (error) => {
    say("error", { status: error.originalResponse?.getStatus() ?? 0, body: error.originalResponse?.getBody() });
    process.exit(1);
  },
  onChunkComplete: async (_size, accepted) => {
    say("chunk", { accepted });
    if (job.end && accepted >= job.end) {
      await upload.abort(true);
      say("ended");
      process.exit(0);
    }
  },
  onSuccess: () => say("success", { url: upload.url }),
});
upload.start();
