<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.alert.intro", realmName)}

- ${msg("flowshield.mail.alert.time", flowshieldTime)}
- ${msg("flowshield.mail.alert.device", parts.device(flowshieldBrowser!"", flowshieldSystem!""))}
<#if flowshieldPlace?has_content>
- ${msg("flowshield.mail.alert.place", flowshieldPlace)}
</#if>

${msg("flowshield.mail.alert.you")}

${msg("flowshield.mail.alert.notYou")}

${link}

${msg("flowshield.mail.verify.expiry", parts.hours(linkExpiration)?c)}
