// Hosts clients of @discordjs/voice, one for each user. Each line of standard input is a request, and
// each line of standard output is an event. Both are JSON; frames are hexadecimal.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createAudioPlayer, createAudioResource, joinVoiceChannel, StreamType } from '@discordjs/voice';

const connections = new Map();
const send = (event, user, more) => console.log(JSON.stringify({ event, user, ...more }));
const reportError = (user) => (error) => send('error', user, { message: String(error?.stack ?? error) });

/** The main gateway: responds to opcode 4 with the credentials of the request. */
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

const actions = {
  join(request) {
    const { user, guild, channel } = request;
    const connection = joinVoiceChannel({
      group: user,
      guildId: guild,
      channelId: channel,
      selfDeaf: false,
      selfMute: false,
      daveEncryption: request.dave,
      adapterCreator: gateway(request),
    });
    connections.set(user, connection);
    connection.on('error', reportError(user));
    connection.on('transitioned', () => send('transitioned', user, { code: connection.voicePrivacyCode ?? '' }));
  },
  listen({ user, speaker }) {
    const stream = connections.get(user).receiver.subscribe(speaker);
    stream.on('error', reportError(user));
    stream.on('data', (frame) => send('heard', user, { speaker, frame: frame.toString('hex') }));
  },
  play({ user, frames }) {
    const player = createAudioPlayer();
    player.on('error', reportError(user));
    connections.get(user).subscribe(player);
    const opus = Readable.from(frames.map((frame) => Buffer.from(frame, 'hex')));
    player.play(createAudioResource(opus, { inputType: StreamType.Opus }));
  },
  async pairwiseCode({ user, other }) {
    send('pairwiseCode', user, { other, code: await connections.get(user).getVerificationCode(other) });
  },
  leave({ user }) {
    connections.get(user).destroy();
    connections.delete(user);
  },
};

process.on('uncaughtException', reportError());
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  await actions[request.action](request);
}
