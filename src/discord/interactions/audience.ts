import {
  ApplicationIntegrationType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody as Definition,
  InteractionContextType,
} from 'discord-api-types/v10';

/** Where a command for everyone can be used: in the class server, and in the DM with the bot. */
export const forEveryone = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} satisfies Partial<Definition>;

/** Where a command for teaching assistants can be used: in the server, by members with the permission for it. */
export const forStaffOnly = {
  default_member_permissions: '0',
  contexts: [InteractionContextType.Guild],
  integration_types: [ApplicationIntegrationType.GuildInstall],
} satisfies Partial<Definition>;
