/** Keeps the end of a stream, at most `limit` bytes of it (64 KiB), however much flows through. */
export function createTail(limit = 64 * 1024): { add: (chunk: Buffer) => void; text: () => string } {
  let chunks: Buffer[] = [];
  let size = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > 2 * limit) {
        chunks = [Buffer.concat(chunks).subarray(-limit)];
        size = limit;
      }
    },
    text: () => Buffer.concat(chunks).subarray(-limit).toString("utf8"),
  };
}
