/** The least that a page of React can be: what the machine and React cost by themselves. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root) createRoot(root).render(createElement('main', null, createElement('h1', null, 'Empty')));
