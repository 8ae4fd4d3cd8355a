/** A finished answer: its bytes are settled, so that it can be kept and given again as it was. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export const jsonReply = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status, contentType: JSON_TYPE, text: JSON.stringify(body), headers,
});

export const emptyReply: Reply = { status: 204, contentType: '', text: '' };
