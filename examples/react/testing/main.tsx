import type { JSX } from 'react';
import { createRoot } from 'react-dom/client';
import { FacesOf, useFaces } from '../use-faces.tsx';

function App(): JSX.Element {
  const { faces, error } = useFaces({ models: '/models/', detector: 'tiny' });
  if (error) return <p>{error.message}</p>;
  return faces ? <FacesOf src="/samples/sample1.jpg" faces={faces} /> : <p>loading…</p>;
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(<App />);
