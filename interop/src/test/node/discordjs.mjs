// Hosts clients of @discordjs/voice, each for a user of its own. A line of standard input is a request,
// a line of standard output what has happened; both are JSON, frames are in hexadecimal.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createAudioPlayer, createAudioResource, joinVoiceChannel, StreamType } from '@discordjs/voice';

const connections = new Map();
const say = (event, user, more) => console.log(JSON.stringify({ event, user, ...more }));
const complain = (user) => (error) => say('error', user, { message: String(error?.stack ?? error) });

/** The main gateway: answers opcode 4 with the credentials that the request has brought. */
const gateway = ({ user, guild, endpoint }) => ({ onVoiceStateUpdate, onVoiceServerUpdate }) => ({
  sendPayload({ d: { channel_id } }) {
    if (channel_id) {
      setImmediate(() => {
        onVoiceStateUpdate({ guild_id: guild, channel_id, user_id: user, session_id: `session-${user}` });
        onVoiceServerUpdate({ guild_id: guild, endpoint, token: `token-${user}` });
      });
    }
    return true;
  },
  destroy() {},
});

const deeds = {
  join(request) {
    const { user, guild, channel } = request;
    const connection = joinVoiceChannel({
      group: user,
      guildId: guild,
      channelId: channel,
      selfDeaf: false,
      selfMute: false,
      adapterCreator: gateway(request),
    });
    connections.set(user, connection);
    connection.on('error', complain(user));
    connection.on('transitioned', () => say('transitioned', user, { code: connection.voicePrivacyCode ?? '' }));
  },
  listen({ user, speaker }) {
    const stream = connections.get(user).receiver.subscribe(speaker);
    stream.on('error', complain(user));
    stream.on('data', (frame) => say('heard', user, { speaker, frame: frame.toString('hex') }));
  },
  play({ user, frames }) {
    const player = createAudioPlayer();
    player.on('error', complain(user));
    connections.get(user).subscribe(player);
    const opus = Readable.from(frames.map((frame) => Buffer.from(frame, 'hex')));
    player.play(createAudioResource(opus, { inputType: StreamType.Opus }));
  },
  async pairwiseCode({ user, other }) {
    say('pairwiseCode', user, { other, code: await connections.get(user).getVerificationCode(other) });
  },
  leave({ user }) {
    connections.get(user).destroy();
    connections.delete(user);
  },
};

process.on('uncaughtException', complain());
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  await deeds[request.deed](request);
}
