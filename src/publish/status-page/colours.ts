/**
 * Colours of everything that is shown in public, as custom properties of CSS. Text reaches 4.5:1 on its
 * ground and graphics 3:1, in both schemes.
 */
export const LIGHT_COLOURS = `
--ground: #f4f6f8; --card: #fff; --line: #d7dde4; --soft: #e9edf1;
--text: #14212b; --dim: #52616d; --link: #0b5c8f; --focus: #0b5c8f;
--met: #1b8a5a; --met-text: #0f6b43; --met-ground: #e6f5ed;
--risk: #c77700; --risk-text: #8a4b00; --risk-ground: #fdf1dc;
--bad: #c8322b; --bad-text: #a8211b; --bad-ground: #fdeae8;
--none: #76838e; --none-text: #52616d; --none-ground: #eceff2;
--p50: #0b6e99; --p90: #6a4bc0; --p99: #c2410c;
--heat-1: #b4d8e8; --heat-2: #82bbd5; --heat-3: #4a97bb; --heat-4: #1b7199; --heat-5: #0a4c6f; --heat-6: #052a41;
--miss-1: #f0a59f; --miss-2: #e06c63; --miss-3: #c8322b; --miss-4: #971c17; --miss-5: #5e0d0a;
`.trim();

export const DARK_COLOURS = `
--ground: #0d1319; --card: #151d25; --line: #2c3843; --soft: #202b35;
--text: #e7edf2; --dim: #a0aebb; --link: #7cc4f0; --focus: #9bd4f7;
--met: #3bb57c; --met-text: #6fd6a4; --met-ground: #11301f;
--risk: #e29a2d; --risk-text: #f3bd6b; --risk-ground: #35260c;
--bad: #ee6a61; --bad-text: #ff9a92; --bad-ground: #3a1715;
--none: #80909d; --none-text: #a0aebb; --none-ground: #202b35;
--p50: #58b9e6; --p90: #b39cf5; --p99: #fb9a5b;
--heat-1: #1f4458; --heat-2: #286382; --heat-3: #3387ae; --heat-4: #58addb; --heat-5: #9bd5f3; --heat-6: #e2f5ff;
--miss-1: #6b2b27; --miss-2: #a8413a; --miss-3: #ee6a61; --miss-4: #ff9f98; --miss-5: #ffd9d6;
`.trim();
