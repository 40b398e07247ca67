<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.reminder.intro", realmName)}

${link}

<#if linkExpiration??>
${msg("flowshield.mail.reminder.expiry", parts.hours(linkExpiration)?c)}

</#if>
<#if flowshieldParagraph?has_content>
${flowshieldParagraph}

</#if>
${msg("flowshield.mail.notYou")}
