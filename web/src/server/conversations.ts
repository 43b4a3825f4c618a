/** Conversations as the agent keeps them, through the server on loopback. */

import { usage, type Usage } from './events.ts';
import { isRecord, number, records, text, type Json } from './json.ts';
import type { Server } from './server.ts';

export interface Head {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly turns: number;
}

export interface ToolUsed {
  readonly id: string;
  readonly tool: string;
  readonly input: Json;
  readonly ok: boolean;
  readonly summary: string;
}

export interface StoredTurn {
  readonly turn: number;
  readonly status: string;
  readonly stopReason: string;
  readonly question: string;
  readonly answer: string;
  readonly tools: readonly ToolUsed[];
  readonly usage: Usage | null;
  readonly seconds: number | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Asks for the next page; empty where there is none. */
  readonly cursor: string;
}

export interface History extends Page<StoredTurn> {
  readonly head: Head;
}

/** A turn whose events the server still has. */
export interface Recording {
  readonly id: string;
  readonly turn: number | null;
}

const LIST = '/api/conversations';

export class Conversations {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  async page(cursor: string): Promise<Page<Head>> {
    const found = await this.#get(LIST, { limit: '100', cursor });
    return { items: records(found['conversations']).map(head), cursor: text(found['cursor']) };
  }

  /** A page of turns, the latest first. */
  async history(id: string, cursor: string): Promise<History> {
    const found = await this.#get(`${LIST}/${encodeURIComponent(id)}`, { cursor });
    return {
      head: head({ ...found, turns: 0 }),
      items: records(found['turns']).map(stored),
      cursor: text(found['cursor']),
    };
  }

  async recordings(id: string): Promise<readonly Recording[]> {
    const found = await this.#get('/api/turns', { conversation_id: id });
    return records(found['turns']).map((each) => ({
      id: text(each['id']),
      turn: typeof each['turn'] === 'number' ? each['turn'] : null,
    }));
  }

  /** Give it another title, unless it has changed since this head was read. */
  async rename(known: Head, title: string): Promise<Head> {
    const path = `${LIST}/${encodeURIComponent(known.id)}`;
    const body = { title, version: known.version };
    const found = await this.#server.call('PATCH', path, body);
    return head(isRecord(found) ? found : {});
  }

  async remove(id: string): Promise<void> {
    await this.#server.call('DELETE', `${LIST}/${encodeURIComponent(id)}`);
  }

  async ask(message: string, conversationId: string | null): Promise<string> {
    const body =
      conversationId === null ? { message } : { message, conversation_id: conversationId };
    const found = await this.#server.call('POST', '/api/turns', body);
    return text(isRecord(found) ? found['id'] : '');
  }

  /** Stop a turn that this server has begun. */
  async stop(turnId: string): Promise<void> {
    await this.#server.call('POST', `/api/turns/${turnId}/stop`);
  }

  /** Stop the turn of a conversation, wherever it was begun. */
  async stopIn(id: string): Promise<void> {
    await this.#server.call('POST', `${LIST}/${encodeURIComponent(id)}/stop`);
  }

  async #get(path: string, params: Readonly<Record<string, string>>): Promise<Json> {
    const given = Object.entries(params).filter(([, value]) => value !== '');
    const found = await this.#server.call('GET', `${path}?${new URLSearchParams(given)}`);
    return isRecord(found) ? found : {};
  }
}

function head(data: Json): Head {
  return {
    id: text(data['conversation_id']),
    version: number(data['version']),
    title: text(data['title']),
    updatedAt: text(data['updated_at']),
    turns: number(data['turns']),
  };
}

function stored(data: Json): StoredTurn {
  const began = Date.parse(text(data['started_at']));
  const ended = Date.parse(text(data['ended_at']));
  return {
    turn: number(data['turn']),
    status: text(data['status']),
    stopReason: text(data['stop_reason']),
    question: text(data['question']),
    answer: text(data['answer']),
    tools: records(data['tools']).map(used),
    usage: isRecord(data['usage']) ? usage(data['usage']) : null,
    seconds: Number.isNaN(ended - began) ? null : (ended - began) / 1000,
  };
}

function used(data: Json): ToolUsed {
  return {
    id: text(data['id']),
    tool: text(data['tool']),
    input: isRecord(data['input']) ? data['input'] : {},
    ok: data['ok'] === true,
    summary: text(data['summary']),
  };
}
