import { render, Text } from 'ink';

/** The least that an Ink program can show: what the first frame of the doctor is compared with. */
render(<Text>bare ink is drawn</Text>);
setTimeout(() => {}, 60_000);
