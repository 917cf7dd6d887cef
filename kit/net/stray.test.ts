import { expect, it } from 'vitest';
import { strayRequest } from './stray';

const page = 'http://localhost:8788/';
const get = (url: string, from: string | null = page) => strayRequest({ url, method: 'GET', from });
const post = (url: string) => strayRequest({ url, method: 'POST', from: page });

it('a page may ask its own server, and send a body where one belongs', () => {
  expect(get('http://localhost:8788/v1/config')).toBeNull();
  expect(get('blob:http://localhost:8788/5f0c')).toBeNull();
  expect(get('https://challenges.cloudflare.com/turnstile/v0/api.js')).toBeNull();
  expect(get('https://login.example/', null)).toBeNull();
  expect(post('http://localhost:8788/v1/infer?workflow=fast')).toBeNull();
});

it('nothing else leaves it', () => {
  expect(get('https://evil.example/pixel.gif')).toBe('The page asks https://evil.example/pixel.gif');
  expect(get('http://localhost:8789/')).toMatch(/^The page asks/);
  expect(get('wss://evil.example/')).toMatch(/^The page asks/);
  expect(post('http://localhost:8788/v1/config')).toMatch(/^A body goes to/);
  expect(post('http://localhost:8788/')).toMatch(/^A body goes to/);
  expect(post('https://evil.example/v1/infer')).toMatch(/^The page asks/);
});
