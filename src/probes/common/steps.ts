import type { Step } from '../../engine/probe.ts';

/** A step that names a key of the screen; reports and plain lines, which have no keys, leave it out. */
export function onScreen(text: string): Step {
  return { text, screen: true };
}

/** The last step of most remedies. Without a screen the doctor is run again, which every report says by itself. */
export const pressR: Step = onScreen('Then press r');

export const readAgain: Step = onScreen('Press r: the file is read again');

export const signInAgain: Step = onScreen('Sign in again: press r on "Signs in to Microsoft Graph"');
