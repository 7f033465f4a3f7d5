// Hosts sessions of davey. Each line of standard input is a request, and each line of standard output is
// its response. Both are JSON; bytes are hexadecimal. An exception of davey is returned as {"error": …}.
import { createInterface } from 'node:readline';
import davey from '@snazzah/davey';

const sessions = new Map();
const bytes = (hex) => Buffer.from(hex, 'hex');
const hex = (buffer) => buffer?.toString('hex');
const keyPackage = (session) => ({ keyPackage: hex(session.getSerializedKeyPackage()) });

const actions = {
  create({ user, channel }) {
    const session = new davey.DAVESession(davey.DAVE_PROTOCOL_VERSION, user, channel);
    sessions.set(user, session);
    return keyPackage(session);
  },
  reinit({ user, channel }, session) {
    session.reinit(davey.DAVE_PROTOCOL_VERSION, user, channel);
    return keyPackage(session);
  },
  externalSender({ content }, session) {
    session.setExternalSender(bytes(content));
  },
  proposals({ operation, content, recognised }, session) {
    const { commit, welcome } = session.processProposals(operation, bytes(content), recognised);
    return { commit: hex(commit), welcome: hex(welcome) };
  },
  commit({ content }, session) {
    session.processCommit(bytes(content));
  },
  welcome({ content }, session) {
    session.processWelcome(bytes(content));
  },
  encrypt({ frame }, session) {
    return { frame: hex(session.encryptOpus(bytes(frame))) };
  },
  decrypt({ sender, frame }, session) {
    return { frame: hex(session.decrypt(sender, davey.MediaType.AUDIO, bytes(frame))) };
  },
  privacyCode(request, session) {
    return { code: session.voicePrivacyCode };
  },
  async pairwiseCode({ other }, session) {
    return { code: await session.getVerificationCode(other) };
  },
  close({ user }) {
    sessions.delete(user);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = (await actions[request.action](request, sessions.get(request.user))) ?? {};
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  console.log(JSON.stringify(answer));
}
