<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.verify.intro", realmName)}

${link}

${msg("flowshield.mail.verify.expiry", parts.hours(linkExpiration)?c)}

${msg("flowshield.mail.notYou")}
