"""A small bot on discord.py, pointed at the counterpart: everything the project's own bot will do, done by a library
that no one here wrote. Says what it lives through in lines of JSON."""

import json
import sys

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket

ADDRESS, TOKEN = sys.argv[1:3]
discord.http.Route.BASE = f"http://{ADDRESS}/api/v10"
DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{ADDRESS}/")


def tell(what, **more):
    print(json.dumps({"what": what, **more}), flush=True)


class Note(discord.ui.Modal, title="A note on the report"):
    text = discord.ui.TextInput(label="Text", custom_id="text", max_length=200)

    def __init__(self):
        super().__init__(custom_id="note-form")

    async def on_submit(self, interaction):
        tell("submitted", text=self.text.value, locale=str(interaction.locale))
        await interaction.response.send_message(f"Noted: {self.text.value}")
        await interaction.followup.send("Only you see this.", ephemeral=True)


class Buttons(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="Take", custom_id="take")
    async def take(self, interaction, _button):
        roles = [role.name for role in interaction.user.roles]
        tell("taken", by=interaction.user.name, roles=roles, may_manage=interaction.permissions.manage_messages)
        await interaction.response.edit_message(content=f"Taken by {interaction.user.name}", view=None)

    @discord.ui.button(label="Note", custom_id="note")
    async def note(self, interaction, _button):
        await interaction.response.send_modal(Note())
        # Only now does the library know the form again: nobody fills one in faster than this.
        tell("form shown")


class Bot(discord.Client):
    def __init__(self):
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, max_messages=None)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        synced = await self.tree.sync()
        tell("synced", names=[command.name for command in synced], ids=[command.id for command in synced])

    async def on_ready(self):
        guild = self.guilds[0]
        tell("ready", user=self.user.name, guild=guild.name, channels=[channel.name for channel in guild.text_channels])

    async def on_resumed(self):
        tell("resumed")

    async def on_message(self, message):
        if message.author == self.user:
            return
        tell("message", content=message.content, author=message.author.name, direct=message.guild is None)
        if self.user in message.mentions:
            await message.add_reaction("👀")
            await message.reply("Here.", mention_author=False)
            thread = await message.create_thread(name="About it")
            await thread.send("In the thread.", suppress_embeds=True)
            await message.author.send("Between us.")

    async def on_guild_channel_delete(self, channel):
        tell("channel gone", name=channel.name)


bot = Bot()


@bot.tree.command(description="Report something")
@app_commands.describe(title="What it is about", whom="Who should look at it")
async def report(interaction: discord.Interaction, title: str, whom: discord.Member | None = None):
    await interaction.response.defer(ephemeral=True, thinking=True)
    suffix = f" for {whom.name}" if whom else ""
    await interaction.edit_original_response(content=f"Reported: {title}{suffix}")
    card = await interaction.channel.send(f"**{title}**", view=Buttons(), nonce=str(interaction.id), silent=True)
    tell("carded", id=card.id, nonce=card.nonce)


@report.autocomplete("title")
async def titles(_interaction: discord.Interaction, typed: str):
    return [app_commands.Choice(name=f"{typed} {number}", value=f"{typed}-{number}") for number in (1, 2, 3)]


@bot.tree.context_menu(name="Report this")
async def report_this(interaction: discord.Interaction, message: discord.Message):
    await interaction.response.send_message(f"About: {message.content}", ephemeral=True)


@bot.tree.command(description="Shows an error as it came")
async def broken(interaction: discord.Interaction):
    await interaction.response.defer()
    try:
        await interaction.edit_original_response(content="x" * 2001)
    except discord.HTTPException as error:
        tell("refused", status=error.status, code=error.code)
    await interaction.edit_original_response(content="Refused, as it should be.")


bot.run(TOKEN, log_level=30)
