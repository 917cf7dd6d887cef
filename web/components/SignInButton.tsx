import { useWords } from '../hooks/usePage';
import { signInAddress } from './signInAddress';

/** Leaves the page by way of the network, where the sign-in in front of the app stands. */
export function SignInButton() {
  const { actions } = useWords();
  return (
    <button type="button" className="primary" onClick={() => location.assign(signInAddress(location.href))}>
      {actions.signIn}
    </button>
  );
}
