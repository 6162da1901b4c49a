/** The releases whose requirements can judge: the preview of 28 May 2021, and what holds since general availability. */
export const profiles = ['preview-2021', 'ga'] as const;
export type ProfileName = (typeof profiles)[number];

/** The other of the two. */
export function otherProfile(profile: ProfileName): ProfileName {
  return profile === 'ga' ? 'preview-2021' : 'ga';
}
