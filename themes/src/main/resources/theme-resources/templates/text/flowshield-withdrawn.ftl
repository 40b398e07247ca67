<#ftl output_format="plainText">
<#import "/flowshield-mail-parts.ftl" as parts>
${parts.greeting()}

${msg("flowshield.mail.withdrawn.intro", realmName)}

<#if flowshieldReason?has_content>
${msg("flowshield.mail.withdrawn.reason")} ${parts.userReason(flowshieldReason)}

</#if>
<#if link?has_content>
${link}

</#if>
${msg("flowshield.mail.withdrawn.again")}
