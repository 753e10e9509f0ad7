"""A second Matrix client, of matrix-nio's own protocol code, driven by the tests.

One JSON object a line comes in on standard input, {"do": NAME, "timeout": SECONDS, …};
one goes out on standard output, {"ok": true, …} or {"ok": false, "error": "…"}. Between
commands the client syncs on its own, so that a wait is a look at what has arrived.
What is written to standard error is for people.
"""

import asyncio
import json
import logging
import os
import sys
import traceback
from urllib.parse import quote
from uuid import uuid4

from nio import AsyncClient, AsyncClientConfig, InviteMemberEvent, MegolmEvent, RoomSendResponse
from nio.events import Event
from nio.exceptions import EncryptionError

MEGOLM = "m.megolm.v1.aes-sha2"
PAGE = 500


class Refused(Exception):
    """What the homeserver, or this client, did not do, in one sentence."""


class Room:
    """What was seen of a room, oldest first, as the homeserver ordered it."""

    def __init__(self):
        self.order = []
        self.seen = {}

    def add(self, record, at=None):
        """Take an event in, once; a gap that was paged in later goes to its place."""
        event_id = record["event_id"]
        if event_id in self.seen:
            self.seen[event_id].update(record)
            return at
        self.seen[event_id] = record
        self.order.insert(len(self.order) if at is None else at, event_id)
        return None if at is None else at + 1

    def records(self):
        return [self.seen[event_id] for event_id in self.order]


def as_dict(value):
    """What other people wrote where a mapping belongs."""
    return value if isinstance(value, dict) else {}


def record_of(source, encrypted, readable):
    """An event in the few words that a test asks about; the rest stands in `content`."""
    content = as_dict(source.get("content"))
    relation = as_dict(content.get("m.relates_to"))
    new = as_dict(content.get("m.new_content"))
    rel_type = relation.get("rel_type")
    reply = as_dict(relation.get("m.in_reply_to")).get("event_id")
    return {
        "event_id": source.get("event_id"),
        "sender": source.get("sender"),
        "at": source.get("origin_server_ts"),
        "type": source.get("type"),
        "state_key": source.get("state_key"),
        "redacts": source.get("redacts") or content.get("redacts"),
        "msgtype": content.get("msgtype"),
        "body": content.get("body"),
        "formatted_body": content.get("formatted_body"),
        "mentions": content.get("m.mentions"),
        "rel_type": rel_type or ("m.in_reply_to" if reply else None),
        "relates_to": relation.get("event_id") or reply,
        # In a thread, this points back only for clients without threads, unless it says otherwise.
        "in_reply_to": None if relation.get("is_falling_back") else reply,
        "key": relation.get("key"),
        "new_body": new.get("body"),
        "encrypted": encrypted,
        "readable": readable,
        "redacted": "redacted_because" in as_dict(source.get("unsigned")),
        "content": content,
    }


def with_relations(records):
    """Each event with the edits, reactions and redaction that came after it."""
    told = {r["event_id"]: dict(r, edits=[], reactions=[]) for r in records}
    for record in told.values():
        target = told.get(record["relates_to"])
        if record["type"] == "m.room.redaction" and record["redacts"] in told:
            told[record["redacts"]]["redacted"] = True
        elif target and record["rel_type"] == "m.replace":
            if record["sender"] == target["sender"]:
                target["edits"].append(record["new_body"])
        elif target and record["type"] == "m.reaction":
            target["reactions"].append({k: record[k] for k in ("event_id", "sender", "key")})
    return list(told.values())


def matches(record, want):
    """Whether an event is one that a test waits for."""
    for name in ("sender", "type", "rel_type", "relates_to", "msgtype", "key", "event_id", "readable"):
        if want.get(name) is not None and record[name] != want[name]:
            return False
    texts = [t for t in (record["body"], record["new_body"]) if isinstance(t, str)]
    if want.get("contains") is not None and not any(want["contains"] in t for t in texts):
        return False
    return want.get("body") is None or want["body"] in texts


class Client:
    """The connection, what it has seen, and the work between two commands."""

    def __init__(self):
        self.nio = None
        self.rooms = {}
        self.invites = {}
        self.direct = set()
        self.unread = {}
        self.auto_join = False
        self.syncing = None
        self.failure = None
        self.changed = asyncio.Condition()
        # nio keeps one outgoing session a room: two key exchanges at once would fork it.
        self.keys = asyncio.Lock()

    async def api(self, method, path, body=None):
        """A plain call of the client-server interface, with patience for rate limits."""
        headers = {"Authorization": f"Bearer {self.nio.access_token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        # The administration's endpoints stand beside the interface.
        whole = path if path.startswith("/_synapse/") else "/_matrix/client" + path
        while True:
            answer = await self.nio.send(method, whole, data, headers)
            told = await answer.json(content_type=None)
            if answer.status != 429:
                return answer.status, told
            await asyncio.sleep(told.get("retry_after_ms", 500) / 1000)

    async def must(self, method, path, body=None):
        """The same, where anything but success ends the command."""
        status, told = await self.api(method, path, body)
        if status >= 300:
            raise Refused(f"{status} {told.get('errcode')}: {told.get('error')}")
        return told

    def decrypt(self, room_id, source):
        """The record of an event as it lies on the server, read where a key is at hand."""
        event = Event.parse_event(source)
        if not isinstance(event, MegolmEvent):
            return record_of(source, False, True)
        event.room_id = room_id
        try:
            clear = dict(self.nio.decrypt_event(event).source)
        except EncryptionError:
            return record_of(source, True, False)
        clear["unsigned"] = source.get("unsigned")
        return record_of(clear, True, True)

    def take(self, room_id, source, at=None):
        """Enter an event; one that cannot be read yet is kept for when its key comes."""
        record = self.decrypt(room_id, source)
        known = self.rooms.setdefault(room_id, Room()).seen.get(record["event_id"])
        if record["readable"]:
            self.unread.pop(record["event_id"], None)
        elif known and known["readable"]:
            return at
        else:
            self.unread[record["event_id"]] = (room_id, source)
        return self.rooms[room_id].add(record, at)

    async def page_back(self, room_id, start, known=frozenset()):
        """Events before a point, oldest first, until one that is known or the beginning."""
        found = []
        while True:
            path = f"/v3/rooms/{quote(room_id)}/messages?dir=b&limit={PAGE}"
            page = await self.must("GET", path + (f"&from={quote(start)}" if start else ""))
            for source in page["chunk"]:
                if source["event_id"] in known:
                    return found[::-1]
                found.append(source)
            start = page.get("end")
            if not start:
                return found[::-1]

    async def take_timeline(self, room_id, timeline):
        """A room's news; where the homeserver left a gap, the gap goes in first."""
        room = self.rooms.setdefault(room_id, Room())
        # nio has replaced what it could decrypt: `source` is then the clear text.
        fresh = [e for e in timeline.events if getattr(e, "event_id", None)]
        if timeline.limited and room.order and not any(e.event_id in room.seen for e in fresh):
            for source in await self.page_back(room_id, timeline.prev_batch, room.seen.keys()):
                self.take(room_id, source)
        for event in fresh:
            if getattr(event, "decrypted", False):
                room.add(record_of(event.source, True, True))
            else:
                self.take(room_id, event.source)

    async def take_invites(self, invites):
        """Note who invited, and accept where the test said so."""
        for room_id, info in invites.items():
            for event in info.invite_state:
                # Not `source`, from which nio has taken the content.
                if isinstance(event, InviteMemberEvent) and event.state_key == self.nio.user_id:
                    direct = bool(event.content.get("is_direct"))
                    self.invites[room_id] = {"room_id": room_id, "sender": event.sender, "direct": direct}
                    if direct:
                        self.direct.add(room_id)
            if self.auto_join:
                # An answer that fails (the other server is away) is left to the test to see.
                await self.api("POST", f"/v3/join/{quote(room_id)}", {})

    async def exchange_keys(self):
        """What nio wants done between syncs, never twice at once."""
        async with self.keys:
            await self.nio.send_to_device_messages()
            if self.nio.should_upload_keys:
                await self.nio.keys_upload()
            if self.nio.should_query_keys:
                await self.nio.keys_query()
            if self.nio.should_claim_keys:
                await self.nio.keys_claim(self.nio.get_users_for_key_claiming())

    async def sync_once(self, wait):
        """One look at what is new, and everything that follows from it."""
        timeline = {"room": {"timeline": {"limit": PAGE}}}
        response = await self.nio.sync(wait, timeline, full_state=not self.nio.next_batch)
        if not hasattr(response, "rooms"):
            raise Refused(f"sync: {response}")
        for room_id, info in response.rooms.join.items():
            self.invites.pop(room_id, None)
            await self.take_timeline(room_id, info.timeline)
        for room_id, info in response.rooms.leave.items():
            self.nio.rooms.pop(room_id, None)
            self.invites.pop(room_id, None)
            await self.take_timeline(room_id, info.timeline)
        await self.take_invites(response.rooms.invite)
        for room_id, source in list(self.unread.values()):
            self.take(room_id, source)
        async with self.changed:
            self.changed.notify_all()
        # A send that waits for a rate limit must not hold up the reading; it exchanges keys itself.
        if not self.keys.locked():
            await self.exchange_keys()

    async def sync_for_ever(self):
        """The background task; a homeserver that is away is asked again."""
        while True:
            try:
                await self.sync_once(30000)
            except asyncio.CancelledError:
                raise
            except Exception as failure:
                self.failure = repr(failure)
                traceback.print_exc()
                await asyncio.sleep(0.1)

    async def until(self, look, timeout, what):
        """Wait, within bounds, until what has been seen satisfies the test."""
        async def watch():
            async with self.changed:
                while not (found := look()):
                    await self.changed.wait()
                return found

        try:
            return await asyncio.wait_for(watch(), timeout)
        except asyncio.TimeoutError:
            after = f"; the last sync that failed: {self.failure}" if self.failure else ""
            raise Refused(f"waited {timeout} s in vain for {what}{after}") from None

    async def send(self, room_id, kind, content):
        """Encrypt where the room asks for it, and send."""
        # The members' newest devices first, or the message would be unreadable on them.
        await self.exchange_keys()
        async with self.keys:
            answer = await self.nio.room_send(room_id, kind, content, ignore_unverified_devices=True)
        if not isinstance(answer, RoomSendResponse):
            raise Refused(f"send: {answer}")
        return answer.event_id


async def start_session(client, c):
    """A new device, or the one whose keys lie in the store; whether it is new."""
    config = AsyncClientConfig(
        encryption_enabled=True,
        # No stored position: each start reads the rooms from their newest page again.
        store_sync_tokens=False,
        max_timeout_retry_wait_time=0.5,
    )
    os.makedirs(c["store"], exist_ok=True)
    kept = os.path.join(c["store"], "session.json")
    nio = AsyncClient(c["homeserver"], c["user"], store_path=c["store"], config=config)
    client.nio = nio
    if os.path.exists(kept):
        with open(kept) as file:
            nio.restore_login(**json.load(file))
        # Whatever changed in the meantime: ask for everybody's devices anew.
        nio.olm.users_for_key_query.update(nio.olm.tracked_users, nio.device_store.users)
        return False
    answer = await nio.login(c["password"], device_name="second client of the tests")
    if not nio.access_token:
        raise Refused(f"login: {answer}")
    with open(kept, "w") as file:
        json.dump({"user_id": nio.user_id, "device_id": nio.device_id, "access_token": nio.access_token}, file)
    return True


def signed(thing, user_id, key_id, key):
    """Add a signature, over the canonical JSON of the rest."""
    from canonicaljson import encode_canonical_json
    from unpaddedbase64 import encode_base64

    bare = {k: v for k, v in thing.items() if k not in ("signatures", "unsigned")}
    signature = encode_base64(key.sign(encode_canonical_json(bare)).signature)
    thing.setdefault("signatures", {}).setdefault(user_id, {})[key_id] = signature
    return thing


async def cross_sign(client, c):
    """Publish an identity for this user and sign this device by it, which nio cannot."""
    from nacl.signing import SigningKey
    from unpaddedbase64 import encode_base64

    me, device = client.nio.user_id, client.nio.device_id
    known = await client.must("POST", "/v3/keys/query", {"device_keys": {me: [device]}})
    if known["master_keys"].get(me):
        raise Refused(f"{me} has an identity already, whose keys another device holds")
    keys = {usage: SigningKey.generate() for usage in ("master", "self_signing", "user_signing")}
    public = {usage: encode_base64(bytes(key.verify_key)) for usage, key in keys.items()}
    upload = {}
    for usage in keys:
        body = {"user_id": me, "usage": [usage], "keys": {f"ed25519:{public[usage]}": public[usage]}}
        if usage != "master":
            signed(body, me, f"ed25519:{public['master']}", keys["master"])
        upload[f"{usage}_key"] = body
    status, told = await client.api("POST", "/v3/keys/device_signing/upload", upload)
    if status == 401:
        identifier = {"type": "m.id.user", "user": me}
        upload["auth"] = {
            "type": "m.login.password",
            "identifier": identifier,
            "password": c["password"],
            "session": told["session"],
        }
        await client.must("POST", "/v3/keys/device_signing/upload", upload)
    elif status >= 300:
        raise Refused(f"cross-signing: {told}")
    mine = known["device_keys"][me][device]
    mine.pop("unsigned", None)
    signed(mine, me, f"ed25519:{public['self_signing']}", keys["self_signing"])
    told = await client.must("POST", "/v3/keys/signatures/upload", {me: {device: mine}})
    if told.get("failures"):
        raise Refused(f"cross-signing: {told['failures']}")


async def do_login(client, c):
    new = await start_session(client, c)
    client.auto_join = c.get("auto_join", False)
    await client.sync_once(0)
    if c.get("cross_sign") and new:
        await cross_sign(client, c)
    client.syncing = asyncio.create_task(client.sync_for_ever())
    return {"user_id": client.nio.user_id, "device_id": client.nio.device_id}


async def wait_joined(client, room_id, timeout):
    """Until this client itself knows the room, without which it cannot send there."""
    await client.until(lambda: room_id in client.nio.rooms and room_id in client.rooms, timeout, f"room {room_id}")


async def do_create_room(client, c):
    body = {"preset": c.get("preset") or "private_chat", "invite": c.get("invite") or []}
    for ours, theirs in (("alias", "room_alias_name"), ("name", "name"), ("room_version", "room_version")):
        if c.get(ours):
            body[theirs] = c[ours]
    if c.get("direct"):
        body["is_direct"] = True
    if c.get("power_levels"):
        body["power_level_content_override"] = c["power_levels"]
    if c.get("encrypted"):
        body["initial_state"] = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": MEGOLM}}]
    room_id = (await client.must("POST", "/v3/createRoom", body))["room_id"]
    await wait_joined(client, room_id, c["timeout"])
    return {"room": room_id}


async def do_join(client, c):
    path = f"/v3/join/{quote(c['room'])}"
    if c.get("via"):
        path += f"?server_name={quote(c['via'])}&via={quote(c['via'])}"
    room_id = (await client.must("POST", path, {}))["room_id"]
    await wait_joined(client, room_id, c["timeout"])
    return {"room": room_id}


def membership(verb):
    """Invite, kick, ban and unban differ in a word alone."""

    async def act(client, c):
        body = {"user_id": c["user"]}
        if c.get("reason"):
            body["reason"] = c["reason"]
        await client.must("POST", f"/v3/rooms/{quote(c['room'])}/{verb}", body)
        return {}

    return act


async def do_leave(client, c):
    await client.must("POST", f"/v3/rooms/{quote(c['room'])}/leave", {})
    return {}


def message_content(c):
    """A message the way clients build it."""
    content = {"msgtype": c.get("msgtype") or "m.text", "body": c["body"]}
    if c.get("formatted_body"):
        content.update({"format": "org.matrix.custom.html", "formatted_body": c["formatted_body"]})
    if c.get("mentions") is not None:
        content["m.mentions"] = {"user_ids": c["mentions"]}
    if c.get("thread"):
        content["m.relates_to"] = {
            "rel_type": "m.thread",
            "event_id": c["thread"],
            "is_falling_back": not c.get("reply_to"),
            "m.in_reply_to": {"event_id": c.get("reply_to") or c["thread"]},
        }
    elif c.get("reply_to"):
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": c["reply_to"]}}
    return content


async def do_send(client, c):
    return {"event_id": await client.send(c["room"], "m.room.message", message_content(c))}


async def do_send_many(client, c):
    """A backlog, one after the other, with a single answer."""
    return {"event_ids": [
        await client.send(c["room"], "m.room.message", {"msgtype": "m.text", "body": body}) for body in c["bodies"]
    ]}


async def do_send_event(client, c):
    return {"event_id": await client.send(c["room"], c["type"], c["content"])}


async def do_react(client, c):
    relation = {"rel_type": "m.annotation", "event_id": c["event"], "key": c["key"]}
    return {"event_id": await client.send(c["room"], "m.reaction", {"m.relates_to": relation})}


async def do_edit(client, c):
    new = message_content(c)
    content = dict(new, body="* " + c["body"])
    content["m.new_content"] = new
    content["m.relates_to"] = {"rel_type": "m.replace", "event_id": c["event"]}
    return {"event_id": await client.send(c["room"], "m.room.message", content)}


async def do_redact(client, c):
    path = f"/v3/rooms/{quote(c['room'])}/redact/{quote(c['event'])}/{uuid4()}"
    return await client.must("PUT", path, {"reason": c["reason"]} if c.get("reason") else {})


def seen(client, c):
    room = client.rooms.get(c["room"])
    return room.records() if room else []


async def do_wait_for(client, c):
    """Until enough of what is asked for has been seen, counted from an event on or from the first."""
    def look():
        records = seen(client, c)
        if c.get("after"):
            ids = [r["event_id"] for r in records]
            records = records[ids.index(c["after"]) + 1 :] if c["after"] in ids else []
        found = [r for r in records if matches(r, c)]
        return found if len(found) >= c.get("count", 1) else None

    want = {k: v for k, v in c.items() if k not in ("do", "timeout", "room")}
    try:
        await client.until(look, c["timeout"], want)
    except Refused as refused:
        last = [(r["sender"], r["type"], r["new_body"] or r["body"]) for r in seen(client, c)[-8:]]
        raise Refused(f"{refused}; the last that was seen: {last}") from None
    ids = {r["event_id"] for r in look()}
    return {"events": [r for r in with_relations(seen(client, c)) if r["event_id"] in ids]}


async def do_wait_member(client, c):
    """Until this client knows of somebody's membership: only then does it encrypt for them."""
    def look():
        room = client.nio.rooms.get(c["room"])
        present = bool(room) and c["user"] in room.users and c["user"] not in room.invited_users
        return present == c.get("present", True)

    await client.until(look, c["timeout"], f"{c['user']} in {c['room']}")
    return {}


async def do_wait_encrypted(client, c):
    def look():
        return c["room"] in client.nio.rooms and client.nio.rooms[c["room"]].encrypted

    await client.until(look, c["timeout"], "encryption")
    return {}


async def do_wait_invite(client, c):
    """Until an invitation lies open, or was accepted by itself; for `room`, or from `user`, or any."""
    def look():
        for invite in client.invites.values():
            if c.get("room") in (None, invite["room_id"]) and c.get("user") in (None, invite["sender"]):
                return invite
        return None

    return {"invite": await client.until(look, c["timeout"], "an invitation")}


async def do_wait_joined(client, c):
    await wait_joined(client, c["room"], c["timeout"])
    return {}


async def do_events(client, c):
    """Everything that syncs brought, or with `history` everything the server has, of the room."""
    if c.get("history"):
        sources = await client.page_back(c["room"], None)
        records = [client.decrypt(c["room"], source) for source in sources]
        # A session's key may have come and gone by; what was read once stays read.
        known = client.rooms.get(c["room"], Room()).seen
        records = [r if r["readable"] else known.get(r["event_id"], r) for r in records]
    else:
        records = seen(client, c)
    return {"events": with_relations(records)}


async def do_rooms(client, c):
    return {"rooms": [
        {
            "room": room_id,
            "name": room.name,
            "encrypted": room.encrypted,
            "direct": room_id in client.direct,
            "members": sorted(room.users),
        }
        for room_id, room in client.nio.rooms.items()
    ]}


async def do_invites(client, c):
    return {"invites": list(client.invites.values())}


async def do_members(client, c):
    told = await client.must("GET", f"/v3/rooms/{quote(c['room'])}/members")
    return {"members": {e["state_key"]: e["content"].get("membership") for e in told["chunk"]}}


async def do_set_state(client, c):
    path = f"/v3/rooms/{quote(c['room'])}/state/{quote(c['type'])}/{quote(c.get('state_key') or '')}"
    return await client.must("PUT", path, c["content"])


async def do_set_power(client, c):
    """Change one person's level and leave all else as it is."""
    path = f"/v3/rooms/{quote(c['room'])}/state/m.room.power_levels/"
    levels = await client.must("GET", path)
    levels.setdefault("users", {})[c["user"]] = c["level"]
    return await client.must("PUT", path, levels)


async def do_enable_encryption(client, c):
    path = f"/v3/rooms/{quote(c['room'])}/state/m.room.encryption/"
    await client.must("PUT", path, {"algorithm": MEGOLM})
    return await do_wait_encrypted(client, c)


async def do_upgrade(client, c):
    body = {"new_version": c["version"]}
    told = await client.must("POST", f"/v3/rooms/{quote(c['room'])}/upgrade", body)
    return {"room": told["replacement_room"]}


async def do_api(client, c):
    status, told = await client.api(c["method"], c["path"], c.get("body"))
    return {"status": status, "answer": told}


COMMANDS = {name[3:]: function for name, function in list(globals().items()) if name.startswith("do_")}
COMMANDS.update({verb: membership(verb) for verb in ("invite", "kick", "ban", "unban")})


async def answer(client, line):
    """Do one command; whatever goes wrong is told, and the client lives on."""
    try:
        c = json.loads(line)
        c.setdefault("timeout", 30)
        done = COMMANDS[c["do"]](client, c)
        # A wait ends by itself and says more; the second bound is for a homeserver that is away.
        return {"ok": True, **await asyncio.wait_for(done, c["timeout"] + 2)}
    except asyncio.TimeoutError:
        return {"ok": False, "error": f"no answer within {c['timeout']} s; the last sync that failed: {client.failure}"}
    except Refused as refused:
        return {"ok": False, "error": str(refused)}
    except Exception as failure:
        traceback.print_exc()
        return {"ok": False, "error": repr(failure)}


async def main():
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    client = Client()
    # A line may be a backlog of thousands of messages.
    reader = asyncio.StreamReader(limit=1 << 26)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        stop = line.strip() == b'{"do":"stop"}'
        told = {"ok": True} if stop else await answer(client, line)
        if stop:
            break
        print(json.dumps(told), flush=True)
    if client.syncing:
        client.syncing.cancel()
        await asyncio.gather(client.syncing, return_exceptions=True)
    if client.nio:
        await client.nio.close()
    print(json.dumps({"ok": True}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
