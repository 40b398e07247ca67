<#-- After a second factor: shall this browser be remembered?
     flowshieldTrustDays: for how many days
     Posts "trust", true or false, to url.loginAction. -->
<#import "template.ftl" as layout>
<#import "flowshield-parts.ftl" as parts>
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    ${msg("flowshield.trust.title")}
  <#elseif section = "form">
    <@parts.styles/>
    <div class="flowshield">
      <p id="flowshield-trust-text">${msg("flowshield.trust.text", flowshieldTrustDays!"")}</p>
      <p id="flowshield-trust-warning">${msg("flowshield.trust.warning")}</p>
    </div>
    <form id="flowshield-trust-form" class="${properties.kcFormClass!}" action="${url.loginAction}" method="post">
      <div class="${properties.kcFormGroupClass!}">
        <div class="${properties.kcFormActionGroupClass!}">
          <button id="flowshield-trust-no" type="submit" name="trust" value="false" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}">${msg("flowshield.trust.no")}</button>
          <button id="flowshield-trust-yes" type="submit" name="trust" value="true" aria-describedby="flowshield-trust-warning" class="${properties.kcButtonClass!} ${properties.kcButtonSecondaryClass!} ${properties.kcButtonBlockClass!}">${msg("flowshield.trust.yes")}</button>
        </div>
      </div>
    </form>
  </#if>
</@layout.registrationLayout>
