/** A turn's events from the server, across reloads and lost connections: none twice, none missed. */

import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';

import { parse, type TurnEvent } from './events.ts';
import { ServerError, type Server } from './server.ts';

/** Yield the events of a turn from its beginning to its end; waits for a server that is gone. */
export async function* follow(
  server: Server,
  turnId: string,
  left: AbortSignal,
): AsyncGenerator<TurnEvent> {
  let seen = 0;
  for (;;) {
    try {
      const path = `/api/turns/${turnId}/events?after=${seen}`;
      for await (const message of messages(server, path, left)) {
        seen = Number(message.id);
        const event = parse(message.event ?? '', message.data);
        if (event) yield event;
      }
      return;
    } catch (error) {
      if (left.aborted) return;
      if (!(error instanceof ServerError) || error.code !== 'gone') throw error;
      await server.back();
    }
  }
}

async function* messages(
  server: Server,
  path: string,
  left: AbortSignal,
): AsyncGenerator<EventSourceMessage> {
  const response = await server.open('GET', path, undefined, left);
  const reader = response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw left.aborted ? error : server.lost();
    });
    if (done) return;
    yield value;
  }
}
