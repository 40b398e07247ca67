<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.reminder.intro", realmName)}

${link}

${msg("flowshield.mail.reminder.expiry", parts.hours(linkExpiration)?c)}

${msg("flowshield.mail.notYou")}
