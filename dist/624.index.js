const n=624,c=[624],d={43624:((s,t,e)=>{e.d(t,{interpretSchemas:()=>o});var _=e(88532);function o(){(0,_.$W)({jitless:!0})}})};export{n as id,c as ids,d as modules};
